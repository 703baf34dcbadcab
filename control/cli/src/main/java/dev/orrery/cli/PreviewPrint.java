package dev.orrery.cli;

import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.Ink;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a strategy would do, for a person: what it wants, each order and the gate's word on it. */
final class PreviewPrint {
  private final Console console;
  private final Ink ink;

  PreviewPrint(Console console) {
    this.console = console;
    this.ink = console.ink();
  }

  void show(JsonNode answer) {
    String name = text(answer, "strategy");
    String result = text(answer, "result").replace('_', ' ');
    console.out().println(ink.bold(name) + " would be: " + result + "; nothing was sent");
    answer.path("actions").forEach(action -> line("wants", ActionWords.of(action)));
    Map<String, JsonNode> clearances = new HashMap<>();
    answer.path("clearances").forEach(each -> clearances.put(text(each, "id"), each));
    for (JsonNode order : answer.path("orders")) {
      order(order, clearances.remove(text(order, "id")));
    }
    // What was denied before there was an order: a price that is missing, an order that is gone.
    for (JsonNode left : answer.path("clearances")) {
      if (clearances.containsKey(text(left, "id"))) {
        denied(left);
      }
    }
    answer.path("other").forEach(each -> line("sends", each.asString("")));
    answer.path("notes").forEach(each -> line("note", each.asString("")));
    for (String field : new String[] {"problem", "error"}) {
      text(answer, field).lines().forEach(each -> line(field, ink.red(each)));
    }
    String skipped = text(answer, "skipped");
    if (!skipped.isEmpty()) {
      line("but", ink.yellow("a firing would be skipped: " + skipped));
    }
  }

  private void order(JsonNode order, @Nullable JsonNode clearance) {
    String worth =
        order.hasNonNull("notional_usd")
            ? " = " + Amounts.usd(new BigDecimal(text(order, "notional_usd"))) + " USD"
            : "";
    String label = text(order, "label").isEmpty() ? "" : " (" + text(order, "label") + ")";
    String word;
    if (order.path("sent").asBoolean(false)) {
      word = ink.green("cleared");
    } else if (order.path("cleared").asBoolean(false)) {
      word = ink.yellow("cleared, but another of the decision is denied: not sent");
    } else {
      word = ink.yellow("denied");
    }
    line("order", text(order, "text") + worth + label + "  " + word);
    if (clearance != null) {
      denied(clearance);
    }
  }

  private void denied(JsonNode clearance) {
    if (clearance.hasNonNull("reason")) {
      line("", ink.yellow(text(clearance, "text")));
      line("", ink.dim(text(clearance, "meaning") + " " + text(clearance, "way_out")));
    }
  }

  private void line(String title, String text) {
    console.out().println("  " + ink.dim("%-9s".formatted(title)) + text);
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isMissingNode() || value.isNull() ? "" : value.asString("");
  }
}
