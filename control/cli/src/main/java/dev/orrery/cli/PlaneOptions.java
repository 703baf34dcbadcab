package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.config.run.ShippedConfig;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which control plane is asked: that of a data directory of this host, or one by its address, with
 * a token from the environment.
 */
final class PlaneOptions {
  /** Its address. */
  static final String URL = "ORRERY_CONTROL_URL";

  /** What is shown to it. */
  static final String TOKEN = "ORRERY_CONTROL_TOKEN";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "The control plane's data directory (data); its token is read there. A control plane"
              + " elsewhere: its address in "
              + URL
              + ", a token in "
              + TOKEN
              + ".")
  private @Nullable Path dataDir;

  /**
   * It.
   *
   * @throws ProblemException UNREACHABLE when there is none that can be asked
   */
  Plane plane(Console console) {
    Optional<DaemonClient> elsewhere = dataDir == null ? elsewhere(console) : Optional.empty();
    return new Plane(
        elsewhere.orElseGet(
            () -> DaemonClient.plane(dataDir == null ? Path.of(ShippedConfig.DATA_DIR) : dataDir)));
  }

  /**
   * The one that the environment names by its address.
   *
   * @throws ProblemException CONFIGURATION when half of it is missing or wrong
   */
  static Optional<DaemonClient> elsewhere(Console console) {
    String url = console.environment().getOrDefault(URL, "");
    if (url.isBlank()) {
      return Optional.empty();
    }
    String token = console.environment().getOrDefault(TOKEN, "");
    if (token.isBlank()) {
      throw new ProblemException(
          Problem.configuration(TOKEN, "is not set, and " + URL + " is", "set both"));
    }
    try {
      return Optional.of(DaemonClient.plane(new URI(url.strip()), Secret.of(token.strip())));
    } catch (URISyntaxException e) {
      throw new ProblemException(
          Problem.configuration(URL, "is no address: " + e.getMessage(), "write http://HOST:PORT"),
          e);
    }
  }
}
