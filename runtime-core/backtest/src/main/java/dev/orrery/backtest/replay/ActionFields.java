package dev.orrery.backtest.replay;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetExits;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.executor.order.OrderText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The canonical form of an action: its fields by name, as exact texts, in one order. Two actions
 * are the same when these are. The names are those of the journal.
 */
public final class ActionFields {
  private static final String ACTION = "action";
  private static final String SYMBOL = "symbol";

  private ActionFields() {}

  /** The fields; those that are absent are left out. */
  public static Map<String, String> of(Action action) {
    Map<String, String> fields = new LinkedHashMap<>();
    switch (action) {
      case Noop _ -> fields.put(ACTION, "noop");
      case PlaceOrder it -> {
        fields.put(ACTION, "place");
        fields.put(SYMBOL, it.symbol());
        fields.put("side", it.side().name());
        switch (it.size()) {
          case OrderSize.Base size -> fields.put("size", size.quantity().toString());
          case OrderSize.Worth size -> fields.put("worth", size.value().toString());
        }
        fields.put("terms", OrderText.of(it.terms()));
        if (it.reduceOnly()) {
          fields.put("reduceOnly", "true");
        }
        exits(it.exits(), fields);
        if (!it.label().isEmpty()) {
          fields.put("label", clean(it.label()));
        }
      }
      case TargetPosition it -> {
        fields.put(ACTION, "target");
        fields.put(SYMBOL, it.symbol());
        switch (it.target()) {
          case TargetPosition.Target.Base target ->
              fields.put("size", target.quantity().toString());
          case TargetPosition.Target.Worth target -> fields.put("worth", target.value().toString());
        }
        exits(it.exits(), fields);
      }
      case ClosePosition it -> {
        fields.put(ACTION, "close");
        fields.put(SYMBOL, it.symbol());
      }
      case AmendOrder it -> {
        fields.put(ACTION, "amend");
        fields.put("id", it.clientOrderId());
        it.price().ifPresent(price -> fields.put("price", price.toString()));
        it.quantity().ifPresent(size -> fields.put("size", size.toString()));
        exits(it.exits(), fields);
      }
      case SetExits it -> {
        fields.put(ACTION, "exits");
        fields.put(SYMBOL, it.symbol());
        exits(Optional.of(it.exits()), fields);
      }
      case CancelOrder it -> {
        fields.put(ACTION, "cancel");
        fields.put("id", it.clientOrderId());
      }
      case CancelAll it -> {
        fields.put(ACTION, "cancel-all");
        fields.put(SYMBOL, it.symbol());
      }
      case SetLeverage it -> {
        fields.put(ACTION, "leverage");
        fields.put(SYMBOL, it.symbol());
        fields.put("leverage", String.valueOf(it.leverage()));
        fields.put("mode", it.mode().name());
      }
    }
    fields.put("reason", clean(action.reason()));
    return fields;
  }

  /** For people: {@code target BTC worth=1000: above the range}. */
  static String words(Action action) {
    Map<String, String> fields = of(action);
    String what = fields.remove(ACTION);
    String symbol = fields.remove(SYMBOL);
    String reason = fields.remove("reason");
    String rest =
        fields.entrySet().stream()
            .map(field -> " " + field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining());
    return what + (symbol == null ? "" : " " + symbol) + rest + ": " + reason;
  }

  private static void exits(Optional<Exits> exits, Map<String, String> fields) {
    exits.flatMap(Exits::stop).ifPresent(stop -> fields.put("stop", stop.toString()));
    exits
        .flatMap(Exits::takeProfit)
        .ifPresent(profit -> fields.put("takeProfit", profit.toString()));
  }

  /** As the journal has a text: half a surrogate pair becomes U+FFFD. */
  private static String clean(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)
        ? text
        : text.codePoints()
            .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }
}
