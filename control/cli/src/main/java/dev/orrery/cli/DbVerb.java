package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.config.run.RunConfig;
import dev.orrery.database.Database;
import dev.orrery.database.DatabaseInfo;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.database.Walls;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The database behind a daemon. */
@Command(name = "db", description = "The database that keeps the journal.")
final class DbVerb {
  private final Console console;

  private DbVerb(Console console) {
    this.console = console;
  }

  /** With the verbs that have options of their own. */
  static CommandLine of(Console console) {
    return new CommandLine(new DbVerb(console))
        .addSubcommand(new DbSqlVerb(console))
        .addSubcommand(new DbBackupVerb(console))
        .addSubcommand(new DbRestoreVerb(console));
  }

  @Command(
      description = {
        "Brings the schema to this program's version. The daemon does it by itself at its start;",
        "for a database by URL it can be done beforehand."
      })
  int migrate(@Mixin StoreOptions store) {
    try (Database database = store.openAsItIs(console)) {
      int applied = database.migrate();
      String version = database.info().schemaVersion();
      console
          .out()
          .println(
              applied == 0
                  ? "the schema is at version " + version + ", nothing to do"
                  : "applied " + applied + ", the schema is at version " + version);
    }
    return ExitCode.DONE.code();
  }

  @Command(description = "Shows where the database is, its versions, its size, what is pending.")
  int status(
      @Mixin StoreOptions store,
      @Option(names = "--json", description = "Print one object.") boolean json) {
    try (Database database = store.openAsItIs(console)) {
      DatabaseInfo info = database.info();
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("url", info.url());
      shown.put("user", info.user());
      shown.put("server", info.serverVersion());
      shown.put("schema", info.schemaVersion());
      shown.put("pending", info.pending());
      shown.put("size_bytes", info.sizeBytes());
      if (json) {
        console.out().println(JsonText.indented(shown));
      } else {
        shown.forEach((name, value) -> console.out().printf("%-12s%s%n", name, value));
      }
    }
    return ExitCode.DONE.code();
  }

  @Command(
      description = {
        "Prints the address of the running database for other clients, without its password.",
        "The embedded one's password is in the file postgres/password of the data directory."
      })
  int url(@Mixin StoreOptions store) {
    RunConfig settings = store.settings(console);
    String url =
        settings.store().embedded()
            ? EmbeddedServer.attach(settings.dataDir())
                .map(DbVerb::address)
                .orElseThrow(() ->
                    new ProblemException(
                        Problem.unreachable(
                            "data directory " + settings.dataDir(),
                            "no database runs there",
                            "start orrery run, or name another with --data-dir")))
            : settings.store().url();
    console.out().println(url);
    return ExitCode.DONE.code();
  }

  @Command(
      description = {
        "Makes the roles of the database that runners and users are seen through, or makes them",
        "again as they should be. Needs the owner of its tables, with the right to make roles."
      })
  int roles(@Mixin StoreOptions store) {
    try (Database database = store.open(console)) {
      new Walls(database).raise();
      console.out().println("the roles " + Walls.RUNNER + " and " + Walls.MEMBER + " stand");
    }
    return ExitCode.DONE.code();
  }

  private static String address(DatabaseSettings database) {
    String plain = database.url().substring("jdbc:postgresql://".length());
    return "postgresql://" + (database.user() == null ? "" : database.user() + "@") + plain;
  }
}
