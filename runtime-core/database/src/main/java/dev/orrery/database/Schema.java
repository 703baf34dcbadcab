package dev.orrery.database;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;

/**
 * The one migration history. The migrations lie beside this class in {@code migration/}.
 *
 * <p>Looking up the newest applied version takes a millisecond, waking Flyway a third of a second:
 * a start on an up-to-date database does not wake it.
 */
final class Schema {
  /** Files in {@code migration/}, oldest first; a test compares them with what Flyway finds. */
  static final List<String> MIGRATIONS =
      List.of(
          "V1__core.sql",
          "V2__embedded.sql",
          "V3__quarantine.sql",
          "V4__control.sql",
          "V5__walls.sql",
          "V6__releases.sql",
          "V7__fleet.sql",
          "V8__liquidation.sql",
          "V9__keys.sql");

  static final String NEWEST = MIGRATIONS.getLast().replaceAll("^V(.+?)__.*", "$1");

  private static final String HISTORY = "flyway_schema_history";

  private final Database database;

  Schema(Database database) {
    this.database = database;
  }

  int migrate() {
    Optional<String> applied = applied();
    if (applied.isPresent()) {
      int order = beyondNewest(applied.get());
      if (order > 0) {
        throw tooNew(applied.get());
      }
      if (order == 0) {
        return 0;
      }
    }
    return migrate(flyway(MigrationVersion.LATEST));
  }

  /** Only as far as to this version. */
  void migrateTo(String version) {
    if (beyondNewest(version) > 0) {
      throw tooNew(version);
    }
    migrate(flyway(MigrationVersion.fromVersion(version)));
  }

  private int migrate(Flyway flyway) {
    try {
      return flyway.migrate().migrationsExecuted;
    } catch (FlywayException e) {
      throw new ProblemException(
          new Problem(
              ExitCode.FAILED,
              "migration of " + database.settings().url(),
              String.valueOf(e.getMessage()).strip(),
              "the database is as it was before the failed migration"),
          e);
    }
  }

  /** Whether this program can read it; what is missing is not added. */
  void require() {
    String applied = applied().orElse("");
    String url = "database " + database.settings().url();
    if (applied.isEmpty()) {
      throw new ProblemException(
          Problem.unreachable(
              url,
              "is empty: no start has come so far",
              "start orrery run, or prepare it with orrery db migrate"));
    }
    int order = beyondNewest(applied);
    if (order > 0) {
      throw tooNew(applied);
    }
    if (order < 0) {
      throw new ProblemException(
          Problem.refused(
              url,
              "has schema version " + applied + ", this program needs " + NEWEST,
              "bring it there with orrery db migrate, or start orrery run"));
    }
  }

  private static int beyondNewest(String applied) {
    return MigrationVersion.fromVersion(applied).compareTo(MigrationVersion.fromVersion(NEWEST));
  }

  private ProblemException tooNew(String applied) {
    return new ProblemException(
        Problem.refused(
            "database " + database.settings().url(),
            "has schema version " + applied + ", this program knows up to " + NEWEST,
            "use the newer program, or another database"));
  }

  DatabaseInfo info() {
    List<String> pending =
        Arrays.stream(flyway(MigrationVersion.LATEST).info().pending())
            .map(migration -> migration.getVersion() + " " + migration.getDescription())
            .toList();
    String version = applied().orElse("");
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select current_user, current_setting('server_version') as version,"
                        + " pg_database_size(current_database()) as size")
                .map((row, context) ->
                    new DatabaseInfo(
                        database.settings().url(),
                        row.getString("current_user"),
                        row.getString("version"),
                        version,
                        pending,
                        row.getLong("size")))
                .one());
  }

  private Optional<String> applied() {
    return database
        .jdbi()
        .withHandle(handle -> {
          boolean exists =
              handle
                  .createQuery("select to_regclass('public." + HISTORY + "') is not null")
                  .mapTo(Boolean.class)
                  .one();
          if (!exists) {
            return Optional.<String>empty();
          }
          return handle
              .createQuery(
                  "select version from public."
                      + HISTORY
                      + " where success and version is not null"
                      + " order by string_to_array(version, '.')::int[] desc limit 1")
              .mapTo(String.class)
              .findOne();
        });
  }

  private Flyway flyway(MigrationVersion target) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(database.unpooled("orrery migrate"))
        .locations("classpath:dev/orrery/database/migration")
        .defaultSchema("public")
        .table(HISTORY)
        .validateMigrationNaming(true)
        .target(target)
        .load();
  }
}
