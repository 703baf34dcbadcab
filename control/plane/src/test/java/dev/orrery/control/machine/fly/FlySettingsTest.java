package dev.orrery.control.machine.fly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.control.machine.MachineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlySettingsTest {
  @TempDir private Path folder;

  @Test
  void readsTheEnvironmentAndTheTokenFromItsFile() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "secret-token\n");
    FlySettings settings =
        FlySettings.from(
            Map.of(
                "FLY_API_TOKEN_FILE", file.toString(),
                "FLY_LIVE_RUNNER_APP", "runner",
                "FLY_LIVE_RUNNER_SECRETS", "DATABASE_URL, POSTGRES_PASSWORD"));
    assertThat(settings.token().reveal()).isEqualTo("secret-token");
    assertThat(settings.toString()).doesNotContain("secret-token");
    assertThat(settings.base()).hasToString("https://api.machines.dev");
    assertThat(settings.appSecrets()).isEqualTo(Set.of("DATABASE_URL", "POSTGRES_PASSWORD"));
  }

  @Test
  void saysAllThatIsWrongAndSendsATokenInClearToThisHostOnly() {
    assertThatThrownBy(() ->
            FlySettings.from(
                Map.of(
                    "FLY_LIVE_RUNNER_APP", "../other",
                    "FLY_API_TOKEN_FILE", folder.resolve("none").toString(),
                    "FLY_FLAPS_BASE_URL", "http://example.com")))
        .isInstanceOf(MachineException.class)
        .hasMessageContainingAll(
            "FLY_LIVE_RUNNER_APP is no name of an app",
            "FLY_API_TOKEN_FILE cannot be read",
            "FLY_FLAPS_BASE_URL is neither https nor of this host");
  }
}
