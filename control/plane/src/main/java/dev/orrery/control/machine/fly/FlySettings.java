package dev.orrery.control.machine.fly;

import dev.orrery.control.machine.MachineException;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How Fly is reached.
 *
 * @param base where the API is, without {@code /v1}
 * @param app whose machines they are ({@code FLY_LIVE_RUNNER_APP})
 * @param token an app-scoped deploy token ({@code FLY_API_TOKEN})
 * @param region where new machines go ({@code FLY_LIVE_RUNNER_REGION}); empty for the nearest
 * @param appSecrets names of the secrets that the app has; Fly hands them to each machine
 * @param timeout of one call, beside those that wait
 * @param pause before what failed is tried again, doubled each time
 * @param perSecond calls a second of one action on one machine; Fly allows 1, and 5 for reading one
 */
public record FlySettings(
    URI base,
    String app,
    Secret token,
    String region,
    Set<String> appSecrets,
    Duration timeout,
    Duration pause,
    double perSecond) {
  private static final String APP = "FLY_LIVE_RUNNER_APP";
  private static final String TOKEN = "FLY_API_TOKEN";
  private static final String TOKEN_FILE = "FLY_API_TOKEN_FILE";
  private static final String SECRETS = "FLY_LIVE_RUNNER_SECRETS";
  private static final String BASE = "FLY_FLAPS_BASE_URL";
  private static final String PUBLIC = "https://api.machines.dev";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** The public API with its own limits. */
  public static FlySettings of(String app, Secret token, String region, Set<String> appSecrets) {
    return new FlySettings(
        URI.create(PUBLIC),
        app,
        token,
        region,
        appSecrets,
        Duration.ofSeconds(15),
        Duration.ofSeconds(2),
        1);
  }

  /**
   * As the environment says: {@code FLY_API_TOKEN}, or a file of it in {@code FLY_API_TOKEN_FILE};
   * {@code FLY_LIVE_RUNNER_APP}; {@code FLY_LIVE_RUNNER_REGION}; {@code FLY_LIVE_RUNNER_SECRETS},
   * names of the app's secrets; {@code FLY_FLAPS_BASE_URL}.
   *
   * @throws MachineException when something is missing or wrong; it says all of it
   */
  public static FlySettings from(Map<String, String> environment) {
    List<String> wrong = new ArrayList<>();
    String app = environment.getOrDefault(APP, "").strip();
    if (!NAME.matcher(app).matches()) {
      wrong.add(APP + (app.isEmpty() ? " is not set" : " is no name of an app"));
    }
    String token = token(environment, wrong);
    String region = environment.getOrDefault("FLY_LIVE_RUNNER_REGION", "").strip();
    URI base = base(environment.getOrDefault(BASE, PUBLIC).strip(), wrong);
    Set<String> secrets =
        Stream.of(environment.getOrDefault(SECRETS, "DATABASE_URL").split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    if (!wrong.isEmpty()) {
      throw MachineException.permanent(String.join("; ", wrong));
    }
    return of(app, Secret.of(token), region, secrets).at(base);
  }

  private static String token(Map<String, String> environment, List<String> wrong) {
    String token = environment.getOrDefault(TOKEN, "").strip();
    String file = environment.getOrDefault(TOKEN_FILE, "").strip();
    if (!token.isEmpty()) {
      return token;
    }
    if (file.isEmpty()) {
      wrong.add(TOKEN + " is not set, nor " + TOKEN_FILE);
      return "";
    }
    try {
      token = Files.readString(Path.of(file)).strip();
      if (token.isEmpty()) {
        wrong.add(TOKEN_FILE + " is empty");
      }
    } catch (IOException e) {
      wrong.add(TOKEN_FILE + " cannot be read: " + IoFailure.cause(e));
    }
    return token;
  }

  /** The token goes there, so it goes in clear on this host only. */
  private static URI base(String text, List<String> wrong) {
    try {
      URI base = new URI(text);
      String host = String.valueOf(base.getHost());
      boolean here = "127.0.0.1".equals(host) || "localhost".equals(host);
      if ("https".equals(base.getScheme()) || (here && "http".equals(base.getScheme()))) {
        return base;
      }
      wrong.add(BASE + " is neither https nor of this host");
    } catch (URISyntaxException e) {
      wrong.add(BASE + " is no address: " + e.getMessage());
    }
    return URI.create(PUBLIC);
  }

  private FlySettings at(URI other) {
    return new FlySettings(other, app, token, region, appSecrets, timeout, pause, perSecond);
  }

  /** Copies. */
  public FlySettings {
    appSecrets = Set.copyOf(appSecrets);
  }
}
