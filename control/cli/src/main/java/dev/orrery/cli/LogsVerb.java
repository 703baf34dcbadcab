package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.CountText;
import dev.orrery.cli.print.Ink;
import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.deployment.LogTable.Level;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a strategy and its runner logged. */
@Command(
    name = "logs",
    description = {
      "What a strategy logged through its context, and what its runner wrote about it: wall time,",
      "market time, level, event, text, and the decision it belongs to. A control plane is asked",
      "for those of its deployments; a daemon's are read whether it is up or down. The daemon's own",
      "log is in the folder logs of its data directory."
    })
final class LogsVerb implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "NAME",
      description = "The strategy; a deployment also by the beginning of its id.")
  private String name = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until interrupted.")
  private boolean follow;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      converter = CountText.class,
      description = "How many of the latest lines (${DEFAULT-VALUE}).")
  private int limit = 100;

  @Option(names = "--level", description = "At least this loud: ${COMPLETION-CANDIDATES}.")
  private Level level = Level.INFO;

  @Option(names = "--json", description = "Print an array of objects; with -f one object a line.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  LogsVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<DaemonClient> plane = store.daemon(console).filter(DaemonClient::isPlane);
    if (plane.isPresent()) {
      print(of(new Plane(plane.get())));
      return ExitCode.DONE.code();
    }
    try (Database database = store.open(console)) {
      print(new StoredLog(database, new Deployments(database).named(name), level));
    }
    return ExitCode.DONE.code();
  }

  /** A control plane tells its users of their deployments, wherever it is. */
  private LogSource of(Plane plane) throws InterruptedException {
    String id = Plane.named(name, plane.deployments()).path("id").asString("");
    return new PlaneLog(plane, this::again, id, level, console.err()::println);
  }

  private Plane again() {
    return new Plane(
        store
            .daemon(console)
            .filter(DaemonClient::isPlane)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.unreachable(
                        "control plane", "is not running", "start it with orrery control"))));
  }

  private void print(LogSource log) throws InterruptedException {
    List<LogLine> lines = log.recent(limit);
    if (json && !follow) {
      console.out().println(JsonText.indented(lines.stream().map(LogLine::object).toList()));
    } else {
      lines.forEach(this::print);
    }
    // Until interrupted, or until nobody reads any more.
    while (follow && !console.out().checkError()) {
      log.more().forEach(this::print);
    }
  }

  private void print(LogLine line) {
    if (json) {
      console.out().println(JsonText.line(line.object()));
      return;
    }
    Ink ink = console.ink();
    String text = "%-5s %s".formatted(line.level(), line.event());
    String coloured =
        switch (line.level()) {
          case "error" -> ink.red(text);
          case "warn" -> ink.yellow(text);
          default -> text;
        };
    String asOf = line.data().path("as_of").asString("");
    String market = asOf.isEmpty() ? "" : "  " + ink.dim("market " + asOf);
    String decision = line.decision();
    String of = decision.isEmpty() ? "" : "  " + ink.dim(decision);
    console
        .out()
        .println(ink.dim(line.ts()) + market + "  " + coloured + "  " + line.message() + of);
  }
}
