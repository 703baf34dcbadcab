package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** A firing by hand. */
@Command(
    name = "trigger",
    description = {
      "Fires a strategy of the running daemon by hand, and tells what became of it. Unhealthy",
      "strategies are asked too; paused and stopped ones are not: exit code 4, as for a decision",
      "that the risk gate denies. With --preview nothing is sent or kept: it prints what the",
      "strategy would do now, and what planning and risk gate make of it."
    })
final class TriggerVerb implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", description = "The strategy.")
  private String name = "";

  @Option(
      names = "--payload",
      paramLabel = "JSON",
      description = "What the firing carries, at most 7,999 bytes.")
  private @Nullable String payload;

  @Option(names = "--preview", description = "Show what would happen; send nothing.")
  private boolean preview;

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "Asking again with the same id fires once.")
  private @Nullable String requestId;

  @Option(names = "--json", description = "Print one object.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  @Spec private @Nullable CommandSpec spec;

  TriggerVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Payload.require(spec, "--payload", payload);
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("strategy", name);
    body.put("payload", payload);
    body.put("preview", preview);
    body.put("requestId", requestId);
    JsonNode answer =
        DaemonClient.of(store.settings(console).dataDir()).post("/api/v1/trigger", body);
    if (json) {
      console.out().println(JsonText.indented(answer));
    } else if (preview) {
      new PreviewPrint(console).show(answer);
    }
    if (!preview) {
      report(answer);
    }
    return ExitCode.DONE.code();
  }

  /** Asked and answered is done, whatever the answer; the rest is a problem. */
  private void report(JsonNode answer) {
    String id = answer.path("decision").asString("");
    String chain = "orrery decision " + id;
    String why = String.join("; ", texts(answer.path("reasons")));
    String outcomes = String.join("; ", texts(answer.path("outcomes")));
    String verdict = answer.path("verdict").asString("");
    switch (verdict) {
      case "noop", "executed", "partially_executed" ->
          say(verdict.replace('_', ' ') + ": " + why + "; " + chain + " shows it whole");
      case "" -> say("not decided yet; " + chain + " shows what becomes of it");
      case "skipped" ->
          throw new ProblemException(
              Problem.refused("strategy " + name, "was not asked: " + why, wayOut(why)));
      case "denied" ->
          throw new ProblemException(
              Problem.refused("strategy " + name, "its decision was denied: " + why, chain));
      default ->
          throw new ProblemException(
              new Problem(
                  ExitCode.FAILED,
                  "strategy " + name,
                  "its decision is "
                      + verdict.replace('_', ' ')
                      + ": "
                      + (verdict.equals("rejected") || verdict.equals("unresolved")
                          ? outcomes
                          : why),
                  chain));
    }
  }

  private void say(String what) {
    if (!json) {
      console.out().println("fired " + name + ": " + hints().in(what));
    }
  }

  private Hints hints() {
    return Hints.of(console, spec);
  }

  /** A skip begins with the switch or the state that caused it. */
  private String wayOut(String why) {
    return switch (why.substring(0, Math.max(0, why.indexOf(':')))) {
      case "paused", "stopping" -> "orrery resume " + name;
      case "flatten" -> "wait until it is flat, then orrery resume " + name;
      case "quarantined" -> "orrery strategies release " + name;
      case "not ready" -> "wait for more of the market, or subscribe to less";
      case "busy" -> "ask again in a moment";
      default -> "orrery strategies shows how it stands";
    };
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(each -> each.asString("")).toList();
  }
}
