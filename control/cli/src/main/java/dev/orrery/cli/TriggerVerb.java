package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** A firing by hand. */
@Command(
    name = "trigger",
    description = {
      "Fires a strategy of the running daemon by hand. Unhealthy strategies are asked too.",
      "With --preview nothing is sent or kept: it prints what the strategy would do now, and what",
      "planning and risk gate make of it."
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
    requireJson();
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
      show(answer);
    } else {
      String id = answer.path("decision").asString("");
      console.out().println("fired " + name + "; orrery decision " + id + " shows what came of it");
    }
    return ExitCode.DONE.code();
  }

  private void requireJson() {
    if (payload == null || spec == null) {
      return;
    }
    try {
      JsonText.read(payload);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--payload is no JSON: " + e.getMessage(), e);
    }
  }

  private void show(JsonNode answer) {
    String result = answer.path("result").asString("");
    console.out().println(console.ink().bold(name) + " would be: " + result.replace('_', ' '));
    each("action", answer.path("actions"));
    each("clearance", answer.path("clearances"));
    each("note", answer.path("notes"));
    for (String field : new String[] {"problem", "error"}) {
      JsonNode text = answer.path(field);
      if (!text.isNull() && !text.isMissingNode()) {
        console.out().println(console.ink().red("  " + field + "  " + text.asString("")));
      }
    }
  }

  private void each(String title, JsonNode values) {
    values
        .valueStream()
        .forEach(value ->
            console
                .out()
                .println("  " + console.ink().dim("%-10s".formatted(title)) + value.asString("")));
  }
}
