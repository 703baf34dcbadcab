package dev.orrery.cli.doctor;

import dev.orrery.broker.hyperliquid.connection.VenueAddress;
import dev.orrery.config.run.RunConfig;
import dev.orrery.control.machine.MachineChoice;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is around us: the venue, and where machines come from. */
public final class PlaceQuestions {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RunConfig config;
  private final Map<String, String> environment;
  private final Path library;

  /**
   * Of what is configured.
   *
   * @param library the distribution's {@code lib}
   */
  public PlaceQuestions(RunConfig config, Map<String, String> environment, Path library) {
    this.config = config;
    this.environment = environment;
    this.library = library;
  }

  /** All of them. */
  public List<Finding> ask() throws InterruptedException {
    return List.of(venue(), machines());
  }

  private Finding venue() throws InterruptedException {
    if (config.market().replayed()) {
      return Finding.good("venue", "none is needed: the market is a recording");
    }
    try {
      VenueAddress address = VenueAddress.of(config.market().source());
      return asked(address);
    } catch (ProblemException e) {
      return Finding.bad("venue", e.exit(), e.problems().getFirst());
    }
  }

  private static Finding asked(VenueAddress address) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.rest().resolve("/info"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"allMids\"}"))
            .build();
    String wayOut = "check network and --market";
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      long begun = System.nanoTime();
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      return status == 200
          ? Finding.good("venue", address.name() + " answers after " + millis + " ms")
          : Finding.bad(
              "venue", ExitCode.UNREACHABLE, address.name() + " answers " + status, wayOut);
    } catch (IOException e) {
      return Finding.bad(
          "venue",
          ExitCode.UNREACHABLE,
          address.name() + " does not answer: " + IoFailure.cause(e),
          wayOut);
    }
  }

  private Finding machines() {
    MachineChoice choice;
    try {
      choice = MachineChoice.of(null, environment);
    } catch (ProblemException e) {
      return Finding.bad("machines", e.exit(), e.problems().getFirst());
    }
    if (!choice.here()) {
      return elsewhere(choice);
    }
    if (set("FLY_API_TOKEN")) {
      return Finding.noted(
          "machines",
          "FLY_API_TOKEN is set, and machines are processes of this host",
          "set " + MachineChoice.VARIABLE + "=fly, if Fly's are meant");
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    if (!Files.isExecutable(java) || !Files.isExecutable(Path.of("/bin/sh"))) {
      return Finding.bad(
          "machines",
          ExitCode.CONFIGURATION,
          "processes of this host need " + java + " and /bin/sh",
          "run on a whole Java runtime");
    }
    return Files.isExecutable(Path.of("/usr/bin/setsid"))
        ? Finding.good("machines", "processes of this host")
        : Finding.noted(
            "machines",
            "processes of this host, without setsid: what a runner starts may outlive it",
            "install util-linux");
  }

  private Finding elsewhere(MachineChoice choice) {
    long begun = System.nanoTime();
    try (MachineProvider provider = choice.open(library)) {
      provider.check("doctor");
      long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      return Finding.good(
          "machines", "of " + choice.name() + ", which answers after " + millis + " ms");
    } catch (ProblemException e) {
      return Finding.bad("machines", e.exit(), e.problems().getFirst());
    } catch (MachineException e) {
      boolean refused = e.kind() == MachineException.Kind.PERMANENT;
      return Finding.bad(
          "machines",
          refused ? ExitCode.CONFIGURATION : ExitCode.UNREACHABLE,
          String.valueOf(e.getMessage()),
          refused ? "check token, names and rights" : "look again later");
    }
  }

  private boolean set(String variable) {
    return !environment.getOrDefault(variable, "").isBlank();
  }
}
