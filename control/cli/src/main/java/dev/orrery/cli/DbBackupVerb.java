package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.database.backup.Backup;
import dev.orrery.database.backup.Manifest;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The database into one file. */
@Command(
    name = "backup",
    description = {
      "Writes the whole database to one file, as it is at this moment; the daemon may go on. Only",
      "its owner can read the file. Jars lie beside the database, in artifacts/: copy them, too."
    })
final class DbBackupVerb implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "A file that is not there yet.")
  private @Nullable Path file;

  @Option(names = "--json", description = "Print one object.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  DbBackupVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path to = file == null ? Path.of("") : file.toAbsolutePath();
    Path folder = to.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ProblemException(
          Problem.configuration("backup " + to, "its folder is not there", "make it first"));
    }
    try (Database database = store.open(console)) {
      RowsTold told = new RowsTold(console, "saved");
      Manifest made = Backup.write(database, to, InstantSource.system(), told);
      told.end();
      print(console, json, to, made, "saved to " + to);
    }
    return ExitCode.DONE.code();
  }

  /** How many rows, on a terminal only. */
  static final class RowsTold implements Backup.Progress {
    private final Console console;
    private final String verb;
    private long rows;

    RowsTold(Console console, String verb) {
      this.console = console;
      this.verb = verb;
    }

    @Override
    public void done(String table, long of) {
      rows += of;
      if (console.errTerminal()) {
        console.err().printf("\r\u001b[K%s %,d rows, %s", verb, rows, table);
        console.err().flush();
      }
    }

    void end() {
      if (console.errTerminal()) {
        console.err().print("\r\u001b[K");
      }
    }
  }

  static void print(Console console, boolean json, Path file, Manifest manifest, String words) {
    if (json) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("file", file.toString());
      shown.put("schema", manifest.schemaVersion());
      shown.put("taken_at", manifest.takenAt());
      shown.put("server", manifest.server());
      shown.put("rows", manifest.rows());
      Map<String, Object> tables = new LinkedHashMap<>();
      manifest
          .tables()
          .forEach(table ->
              tables.put(table.name(), Map.of("rows", table.rows(), "sha256", table.sha256())));
      shown.put("tables", tables);
      console.out().println(JsonText.indented(shown));
      return;
    }
    console
        .out()
        .printf(
            "%s: %,d rows of %d tables, schema %s, taken at %s%n",
            words,
            manifest.rows(),
            manifest.tables().size(),
            manifest.schemaVersion(),
            manifest.takenAt());
  }
}
