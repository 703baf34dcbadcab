package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.PanicState;
import dev.orrery.deployment.PanicTable;
import dev.orrery.kernel.ExitCode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The latch for everything. */
@Command(
    name = "panic",
    description = {
      "Refuses every order that would open, on every account, and pauses all strategies. Closing",
      "stays possible. Holds until `panic --clear`, which resumes nothing by itself. Works while",
      "the daemon is down: the latch is read at its start."
    })
final class PanicVerb implements Callable<Integer> {
  private final Console console;

  @Option(names = "--clear", description = "Release the latch; strategies stay paused.")
  private boolean clear;

  @Option(names = "--status", description = "Only say how it stands.")
  private boolean status;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the latch.")
  private @Nullable String reason;

  @Option(names = "--json", description = "Print one object.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  @Spec private @Nullable CommandSpec spec;

  PanicVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (clear && status && spec != null) {
      throw new ParameterException(spec.commandLine(), "say --clear or --status, not both");
    }
    reason = Reason.kept(reason, console);
    Optional<DaemonClient> daemon = store.daemon(console);
    if (daemon.isPresent()) {
      print(ask(daemon.get()));
      return ExitCode.DONE.code();
    }
    try (Database database = store.open(console)) {
      PanicTable panic = new PanicTable(database, new Commands(database));
      int paused = 0;
      String why = reason == null ? "by hand" : reason;
      if (clear) {
        panic.clear(why, Deployments.actor());
      } else if (!status) {
        paused = panic.engage(why, Deployments.actor());
      }
      print(new Standing(panic.state(), paused, true));
    }
    return ExitCode.DONE.code();
  }

  /**
   * How it stands.
   *
   * @param written whether the database knows
   */
  private record Standing(PanicState state, int paused, boolean written) {}

  /** A daemon that is up engages it whether its database is there or not. */
  private Standing ask(DaemonClient daemon) throws InterruptedException {
    String path = "/api/v1/panic";
    JsonNode answer;
    if (status) {
      answer = daemon.get(path);
    } else if (clear) {
      answer = daemon.delete(path);
    } else {
      answer = daemon.post(path, Map.of("reason", reason == null ? "by hand" : reason));
    }
    return new Standing(
        new PanicState(
            answer.path("engaged").asBoolean(false),
            answer.path("reason").asString(null),
            answer.path("actor").asString(null),
            Instant.parse(answer.path("updated_at").asString(""))),
        answer.path("paused").asInt(0),
        answer.path("written").asBoolean(true));
  }

  private void print(Standing standing) {
    PanicState state = standing.state();
    if (json) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("engaged", state.engaged());
      object.put("reason", state.reason());
      object.put("actor", state.actor());
      object.put("updated_at", state.updatedAt().toString());
      object.put("paused", standing.paused());
      object.put("written", standing.written());
      console.out().println(JsonText.indented(object));
      return;
    }
    String who =
        state.actor() == null
            ? ""
            : ", by " + state.actor() + " at " + state.updatedAt() + ": " + state.reason();
    String sent = "; pauses sent: " + standing.paused();
    String kept =
        standing.written() ? "" : "; kept on disk, the database is away and learns of it later";
    console
        .out()
        .println(
            state.engaged()
                ? console.ink().red("panic is engaged") + who + sent + kept
                : "panic is not engaged" + who);
  }
}
