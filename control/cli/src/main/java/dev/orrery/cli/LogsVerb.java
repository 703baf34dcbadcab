package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.CountText;
import dev.orrery.cli.print.Ink;
import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.LogTable;
import dev.orrery.deployment.LogTable.Level;
import dev.orrery.deployment.LogTable.Line;
import dev.orrery.kernel.ExitCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What a strategy and its runner logged. */
@Command(
    name = "logs",
    description = {
      "What a strategy logged through its context, and what its runner wrote about it: wall time,",
      "market time, level, event, text, and the decision it belongs to. The daemon's own log is in",
      "the folder logs of its data directory."
    })
final class LogsVerb implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int BATCH = 1_000;

  private final Console console;

  @Parameters(paramLabel = "NAME", description = "The strategy.")
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
    try (Database database = store.open(console)) {
      Deployment deployment = new Deployments(database).named(name);
      LogTable table = new LogTable(database);
      List<Line> lines = table.recent(Deployments.user(), deployment.id(), level, limit);
      if (json && !follow) {
        console.out().println(JsonText.indented(lines.stream().map(LogsVerb::object).toList()));
      } else {
        lines.forEach(this::print);
      }
      if (follow) {
        follow(table, deployment, lines.isEmpty() ? 0 : lines.getLast().id());
      }
    }
    return ExitCode.DONE.code();
  }

  /** Until interrupted, or until nobody reads any more. */
  private void follow(LogTable table, Deployment deployment, long from)
      throws InterruptedException {
    long last = from;
    while (!console.out().checkError()) {
      List<Line> more = table.after(Deployments.user(), deployment.id(), level, last, BATCH);
      more.forEach(this::print);
      last = more.isEmpty() ? last : more.getLast().id();
      if (more.size() < BATCH) {
        Thread.sleep(POLL);
      }
    }
  }

  private void print(Line line) {
    if (json) {
      console.out().println(JsonText.line(object(line)));
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
    JsonNode data = JsonText.read(line.data());
    String asOf = data.path("as_of").asString("");
    String market = asOf.isEmpty() ? "" : "  " + ink.dim("market " + asOf);
    String decision = decision(data);
    String of = decision.isEmpty() ? "" : "  " + ink.dim(decision);
    console
        .out()
        .println(
            ink.dim(line.ts().toString()) + market + "  " + coloured + "  " + line.message() + of);
  }

  /** The decision that it belongs to, as decisions prints it; empty where it belongs to none. */
  private static String decision(JsonNode data) {
    for (String field : List.of("decision", "origin", "firing")) {
      String id = data.path(field).asString("");
      if (id.matches("[0-9a-f]{10,32}")) {
        return id.substring(0, 10);
      }
    }
    return "";
  }

  private static Map<String, Object> object(Line line) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", line.id());
    object.put("ts", line.ts().toString());
    object.put("level", line.level());
    object.put("event", line.event());
    object.put("message", line.message());
    object.put("data", JsonText.read(line.data()));
    return object;
  }
}
