package dev.orrery.cli;

import dev.orrery.cli.print.Amounts;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a strategy wants, out of the journal's JSON, for a person. */
final class ActionWords {
  private ActionWords() {}

  /** {@code BUY 0.5 BTC limit 812.3 GTC, stop 790: above the range}. */
  static String of(JsonNode action) {
    String reason = text(action, "reason");
    return what(action) + exits(action) + (reason.isEmpty() ? "" : ": " + reason);
  }

  private static String what(JsonNode it) {
    String symbol = text(it, "symbol");
    return switch (text(it, "action")) {
      case "noop" -> "nothing";
      case "place" ->
          text(it, "side")
              + " "
              + size(it, symbol)
              + " "
              + text(it, "terms")
              + (it.path("reduceOnly").asBoolean(false) ? " reduce-only" : "");
      case "target" -> "a position of " + size(it, symbol);
      case "close" -> "close " + symbol;
      case "amend" -> "change order " + text(it, "id") + " to" + changes(it);
      case "cancel" -> "cancel order " + text(it, "id");
      case "cancel-all" -> "cancel all orders" + (symbol.isEmpty() ? "" : " of " + symbol);
      case "leverage" ->
          "leverage of " + symbol + " to " + text(it, "leverage") + " " + text(it, "mode");
      default -> it.toString();
    };
  }

  private static String size(JsonNode it, String symbol) {
    return it.hasNonNull("worth")
        ? symbol + " worth " + Amounts.usd(it.path("worth").asDecimal()) + " USD"
        : text(it, "size") + " " + symbol;
  }

  private static String changes(JsonNode it) {
    List<String> changes = new ArrayList<>();
    for (String field : List.of("price", "size")) {
      if (it.hasNonNull(field)) {
        changes.add(" " + field + " " + text(it, field));
      }
    }
    return String.join(" and", changes);
  }

  private static String exits(JsonNode it) {
    return (it.hasNonNull("stop") ? ", stop " + text(it, "stop") : "")
        + (it.hasNonNull("takeProfit") ? ", take-profit " + text(it, "takeProfit") : "");
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    return value.isNumber() ? Amounts.exact(value.decimalValue()) : value.asString("");
  }
}
