package dev.orrery.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseSettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://alice:s3cr3t@db:5433/orrery",
        "postgres://alice:s3cr3t@db:5433/orrery",
        "jdbc:postgresql://db:5433/orrery?password=s3cr3t",
        "jdbc:postgresql://db:5433/orrery?ssl=true&password=s3cr3t"
      })
  void refusesAPasswordOnTheCommandLineWithoutRepeatingIt(String address) {
    assertThatThrownBy(() -> DatabaseSettings.of(address, null))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void takesAPasswordFromTheEnvironmentOutOfTheAddress() {
    DatabaseSettings settings =
        DatabaseSettings.ofEnvironment("postgres://alice:s%2Bcr+t@db:5433/orrery?ssl=true", null);
    assertThat(settings.url()).isEqualTo("jdbc:postgresql://db:5433/orrery?ssl=true");
    assertThat(settings.user()).isEqualTo("alice");
    assertThat(settings.password()).isEqualTo(Secret.of("s+cr+t"));
    assertThat(settings.toString()).doesNotContain("cr+t").contains("***");
  }

  @Test
  void keepsTheOtherParametersOfTheAddress() {
    assertThat(DatabaseSettings.ofEnvironment("jdbc:postgresql://h/d?password=x&ssl=true", null))
        .extracting(DatabaseSettings::url)
        .isEqualTo("jdbc:postgresql://h/d?ssl=true");
    assertThat(DatabaseSettings.ofEnvironment("jdbc:postgresql://h/d?password=x", null).url())
        .isEqualTo("jdbc:postgresql://h/d");
  }

  @Test
  void prefersThePasswordGivenApart() {
    Secret apart = Secret.of("apart");
    assertThat(DatabaseSettings.ofEnvironment("postgres://a:within@h/d", apart).password())
        .isEqualTo(apart);
  }

  @Test
  void refusesWhatIsNoPostgresAddress() {
    assertThatThrownBy(() -> DatabaseSettings.of("jdbc:mysql://h/d", null))
        .hasMessageContaining("not a PostgreSQL address");
  }
}
