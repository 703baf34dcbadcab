package dev.orrery.database.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.Database;
import dev.orrery.database.Retention;
import dev.orrery.database.TestDatabase;
import dev.orrery.database.TwoTenants;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A database with a row in every table goes to a file and comes back as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestoreDrillTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final String ODD = "tab\there, \\N, \\., 'quotes', \"more\"\nand a new line ✓";

  @TempDir Path folder;

  private final Database database = TestDatabase.fresh();

  RestoreDrillTest() {
    new Retention(database, Retention.Settings.DEFAULT).prepare(NOW);
    new TwoTenants(database);
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("update agent_logs set message = ?", ODD);
          handle.execute(
              "insert into agent_logs (deployment_id, level, event, ts) select id, 'info', 'tick', ?::timestamptz"
                  + " from deployments",
              "2026-11-29T00:00:00Z");
          handle.execute("update agent_commands set acked_at = now()");
          handle.execute("select orrery_emit('topic', 'payload') from generate_series(1, 5)");
        });
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void everyTableAndSequenceComesBack() throws IOException {
    Path file = folder.resolve("backup");
    Manifest made = write(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(made.tables())
        .hasSizeGreaterThan(30)
        .allSatisfy(table -> assertThat(table.rows()).as(table.name()).isPositive());
    List<String> told = new ArrayList<>();
    try (Database other = Database.open(TestDatabase.emptySettings())) {
      Manifest restored = Restore.into(other, file, (table, rows) -> told.add(table));
      assertThat(restored).isEqualTo(made);
      assertThat(told)
          .containsExactlyElementsOf(made.tables().stream().map(Manifest.TableCopy::name).toList());
      assertThat(rows(other)).isEqualTo(rows(database));
      assertThat(places(other)).isEqualTo(places(database));
      other.requireSchema();
      // It goes on where it was: triggers are on, numbers grow.
      other
          .jdbi()
          .useHandle(handle -> {
            long before =
                handle.createQuery("select max(id) from trading_events").mapTo(Long.class).one();
            assertThat(
                    handle.createQuery("select orrery_emit('topic', 'x')").mapTo(Long.class).one())
                .isEqualTo(before + 1);
            assertThat(
                    handle
                        .createQuery(
                            "select tableoid::regclass::text from agent_logs where event = 'tick'")
                        .mapTo(String.class)
                        .list())
                .isNotEmpty()
                .allMatch("agent_logs_20261129"::equals);
          });
    }
  }

  @Test
  void refusesADatabaseWithAnythingInIt() {
    Path file = folder.resolve("full");
    write(file);
    try (Database other = TestDatabase.fresh()) {
      refused(ExitCode.REFUSED, "is not empty", () -> Restore.into(other, file, (a, b) -> {}));
    }
  }

  @Test
  void takesNothingFromAFileThatWasChanged() throws IOException {
    Path file = folder.resolve("whole");
    write(file);
    Path changed = folder.resolve("changed");
    try (ZipFile zip = new ZipFile(file.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
      for (ZipEntry entry : zip.stream().toList()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream bytes = zip.getInputStream(entry)) {
          byte[] all = bytes.readAllBytes();
          if (entry.getName().equals("public.fills")) {
            all[all.length - 3] ^= 1;
          }
          out.write(all);
        }
      }
    }
    try (Database other = Database.open(TestDatabase.emptySettings())) {
      refused(ExitCode.FAILED, "public.fills", () -> Restore.into(other, changed, (a, b) -> {}));
      long came =
          other
              .jdbi()
              .withHandle(handle ->
                  handle.createQuery("select count(*) from deployments").mapTo(Long.class).one());
      assertThat(came).isZero();
    }
  }

  @Test
  void saysWhenAFileIsNone() throws IOException {
    Path none = Files.writeString(folder.resolve("none"), "no backup");
    refused(ExitCode.REFUSED, "is none, or not whole", () -> Restore.look(none));
    refused(ExitCode.REFUSED, "is there already", () -> write(none));
  }

  private Manifest write(Path file) {
    return Backup.write(database, file, InstantSource.fixed(NOW), (table, rows) -> {});
  }

  /** All there is but the history of migrations and the logins of runners. */
  private static Map<String, String> rows(Database database) {
    Set<String> anew =
        new HashSet<>(List.of("public.flyway_schema_history", "public.runner_roles"));
    Map<String, String> all = new TreeMap<>();
    database
        .jdbi()
        .useHandle(handle ->
            TwoTenants.tables(handle).stream()
                .filter(table -> !anew.contains(table))
                .forEach(table ->
                    all.put(
                        table,
                        handle
                            .createQuery(
                                "select coalesce(string_agg(to_jsonb(t)::text, E'\\\\n' order by"
                                    + " to_jsonb(t)::text), '') from "
                                    + table
                                    + " t")
                            .mapTo(String.class)
                            .one())));
    return all;
  }

  private static Map<String, Object> places(Database database) {
    Map<String, Object> places = new TreeMap<>();
    database
        .jdbi()
        .useHandle(handle ->
            handle
                .createQuery(
                    "select schemaname || '.' || sequencename as name, last_value from pg_sequences")
                .map((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(place -> places.put(place.getKey(), place.getValue())));
    return places;
  }

  private static void refused(ExitCode exit, String words, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.exit()).isEqualTo(exit))
        .hasMessageContaining(words);
  }
}
