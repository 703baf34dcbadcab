package dev.orrery.cli;

import dev.orrery.cli.DbBackupVerb.RowsTold;
import dev.orrery.cli.print.Console;
import dev.orrery.database.Database;
import dev.orrery.database.backup.Manifest;
import dev.orrery.database.backup.Restore;
import dev.orrery.kernel.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One file into an empty database. */
@Command(
    name = "restore",
    description = {
      "Brings a backup into an empty database: a data directory that is not there yet, or a database",
      "by URL with nothing in it; any other is refused. All rows come in, with their digests checked,",
      "or none. A backup of an older program is brought to this one's schema."
    })
final class DbRestoreVerb implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "What `db backup` has written.")
  private @Nullable Path file;

  @Option(names = "--look", description = "Only say what is in it.")
  private boolean look;

  @Option(names = "--json", description = "Print one object.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  DbRestoreVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path from = file == null ? Path.of("") : file;
    Manifest manifest = Restore.look(from);
    if (look) {
      DbBackupVerb.print(console, json, from, manifest, from.toString());
      return ExitCode.DONE.code();
    }
    RowsTold told = new RowsTold(console, "restored");
    try (Database database = store.openEmpty(console)) {
      Manifest restored = Restore.into(database, from, told);
      told.end();
      DbBackupVerb.print(console, json, from, restored, "restored " + from);
    }
    return ExitCode.DONE.code();
  }
}
