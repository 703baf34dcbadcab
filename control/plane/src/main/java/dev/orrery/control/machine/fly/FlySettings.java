package dev.orrery.control.machine.fly;

import dev.orrery.kernel.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

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
  /** The public API with its own limits. */
  public static FlySettings of(String app, Secret token, String region, Set<String> appSecrets) {
    return new FlySettings(
        URI.create("https://api.machines.dev"),
        app,
        token,
        region,
        appSecrets,
        Duration.ofSeconds(15),
        Duration.ofSeconds(2),
        1);
  }

  /** Copies. */
  public FlySettings {
    appSecrets = Set.copyOf(appSecrets);
  }
}
