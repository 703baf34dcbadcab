package dev.orrery.runner.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.DatabaseSettings;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineSettingsTest {
  private static final String ID = "4f2bd46c-5b8e-4b43-9d8a-0c6d6d6ab001";

  @Test
  void takesAnyOfTheNamesOfADatabase() {
    for (String name : List.of("DATABASE_URL", "SUPABASE_DB_URL", "POSTGRES_URL")) {
      DatabaseSettings found = read(Map.of(name, "postgresql://ann:pass@db:6432/x")).database();
      assertThat(found.url()).isEqualTo("jdbc:postgresql://db:6432/x");
      assertThat(found.user()).isEqualTo("ann");
      assertThat(found.password()).isEqualTo(Secret.of("pass"));
    }
  }

  @Test
  void takesThePasswordApart() {
    DatabaseSettings found =
        read(Map.of("DATABASE_URL", "postgresql://ann@db/x", "POSTGRES_PASSWORD", "apart"))
            .database();
    assertThat(found.password()).isEqualTo(Secret.of("apart"));
  }

  @Test
  void knowsWhereAProjectHasItsDatabase() {
    DatabaseSettings found =
        read(Map.of("SUPABASE_URL", "https://abc.supabase.co", "SUPABASE_DB_PASSWORD", "p"))
            .database();
    assertThat(found.url()).isEqualTo("jdbc:postgresql://db.abc.supabase.co:5432/postgres");
    assertThat(found.user()).isEqualTo("postgres");
    assertThat(found.password()).isEqualTo(Secret.of("p"));
  }

  @Test
  void saysWhichVariablesWouldDo() {
    assertThatThrownBy(() -> read(Map.of("SUPABASE_URL", "https://abc.supabase.co")))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith(
            "live-runner: set SUPABASE_DB_URL, or SUPABASE_URL + (SUPABASE_DB_PASSWORD |"
                + " POSTGRES_PASSWORD)");
  }

  @Test
  void refusesWhatIsNoId() {
    assertThatThrownBy(
            () -> MachineSettings.of(Map.of("DEPLOYMENT_ID", "x"), List.of(), null, null, null))
        .hasMessageContaining("'x' is no deployment's id");
  }

  @Test
  void showsNoVariable() {
    assertThat(read(Map.of("DATABASE_URL", "postgresql://ann:hidden@db/x", "K", "key")))
        .hasToString(
            "MachineSettings[deployment=" + ID + ", dataDir=" + Path.of("machines", ID) + "]");
  }

  private static MachineSettings read(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("DEPLOYMENT_ID", ID);
    return MachineSettings.of(all, List.of(), null, null, null);
  }
}
