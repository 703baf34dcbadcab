package dev.orrery.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.TimeZone;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class DatabaseTest {
  @Test
  void migratesAnEmptyDatabaseOnceAndThenNothing() {
    try (Database database = Database.open(TestDatabase.emptySettings())) {
      assertThat(database.info().pending())
          .containsExactlyElementsOf(
              Schema.MIGRATIONS.stream()
                  .map(file -> file.replaceAll("^V(.+?)__(.*)\\.sql$", "$1 $2"))
                  .toList());
      assertThat(database.migrate()).isEqualTo(Schema.MIGRATIONS.size());
      assertThat(database.migrate()).isZero();
      DatabaseInfo info = database.info();
      assertThat(info.schemaVersion()).isEqualTo(Schema.NEWEST);
      assertThat(info.pending()).isEmpty();
      assertThat(info.serverVersion()).startsWith("18");
      assertThat(info.user()).isEqualTo("orrery");
      assertThat(info.sizeBytes()).isPositive();
    }
  }

  @Test
  void saysInWordsWhatAReaderCannotRead() {
    try (Database database = Database.open(TestDatabase.emptySettings())) {
      assertThatThrownBy(database::requireSchema)
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.UNREACHABLE))
          .hasMessageContaining("is empty: no start has come so far (start orrery run");
      database.migrate();
      database.requireSchema();
      database
          .jdbi()
          .useHandle(handle ->
              handle.execute("delete from flyway_schema_history where version = ?", Schema.NEWEST));
      assertThatThrownBy(database::requireSchema)
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.REFUSED))
          .hasMessageContaining("this program needs " + Schema.NEWEST);
    }
  }

  @Test
  void migratesOnceWhenTwoDoItTogether() throws Exception {
    DatabaseSettings settings = TestDatabase.emptySettings();
    try (Database first = Database.open(settings);
        Database second = Database.open(settings)) {
      FutureTask<Integer> other = new FutureTask<>(second::migrate);
      Thread.ofPlatform().start(other);
      assertThat(first.migrate() + other.get()).isEqualTo(Schema.MIGRATIONS.size());
    }
  }

  @Test
  void refusesASchemaOfANewerProgram() {
    try (Database database = TestDatabase.fresh()) {
      database
          .jdbi()
          .useHandle(handle ->
              handle.execute(
                  "insert into flyway_schema_history (installed_rank, version, description,"
                      + " type, script, installed_by, execution_time, success)"
                      + " values (99, '999', 'later', 'SQL', 'V999__later.sql', 'x', 1, true)"));
      assertThatThrownBy(database::migrate)
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.REFUSED))
          .hasMessageContaining("999");
    }
  }

  @Test
  void pinsUtcWhateverTheDefaultsAre() throws Exception {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    try (Database first = TestDatabase.fresh()) {
      String name = first.settings().url().replaceAll(".*/", "");
      first
          .jdbi()
          .useHandle(
              handle -> handle.execute("alter database " + name + " set timezone to 'Asia/Tokyo'"));
      try (Database second = Database.open(first.settings());
          Connection direct = second.connect("test")) {
        String pooled =
            second
                .jdbi()
                .withHandle(
                    handle -> handle.createQuery("show timezone").mapTo(String.class).one());
        assertThat(pooled).isEqualTo("UTC");
        try (Statement statement = direct.createStatement();
            ResultSet row = statement.executeQuery("show timezone")) {
          row.next();
          assertThat(row.getString(1)).isEqualTo("UTC");
        }
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void saysWhyItCannotBeReached() {
    DatabaseSettings good = TestDatabase.freshSettings();
    DatabaseSettings wrongPassword = good.withLogin("orrery", Secret.of("guessed"));
    assertUnreachable(wrongPassword, "password authentication failed");
    assertThatThrownBy(() -> Database.open(wrongPassword)).hasMessageNotContaining("guessed");
    assertUnreachable(good.withLogin("orrery", null), "password");
    assertUnreachable(TestDatabase.server().database("nowhere"), "\"nowhere\" does not exist");
    assertUnreachable(
        DatabaseSettings.of("jdbc:postgresql://127.0.0.1:1/x", null)
            .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)),
        "refused");
  }

  private static void assertUnreachable(DatabaseSettings settings, String cause) {
    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining(cause)
        .hasMessageContaining(settings.url());
  }
}
