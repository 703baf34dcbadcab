package dev.orrery.testkit;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetExits;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Actions out of a pinned decision. Pure functions. */
final class RecordedActions {
  private RecordedActions() {}

  static Action of(JsonFields it) {
    String reason = it.text("reason");
    String symbol = it.textOr("symbol").orElse("");
    return switch (it.text("action")) {
      case "noop" -> new Noop(reason);
      case "place" ->
          new PlaceOrder(
              symbol,
              Side.valueOf(it.text("side")),
              it.has("worth")
                  ? OrderSize.worth(Usd.of(it.text("worth")))
                  : OrderSize.of(it.text("size")),
              terms(it.text("terms")),
              it.flag("reduceOnly"),
              exits(it),
              it.textOr("label").orElse(""),
              reason);
      case "target" ->
          new TargetPosition(
              symbol,
              it.has("worth")
                  ? new TargetPosition.Target.Worth(Usd.of(it.text("worth")))
                  : new TargetPosition.Target.Base(Quantity.of(it.text("size"))),
              exits(it),
              reason);
      case "close" -> new ClosePosition(symbol, reason);
      case "amend" ->
          new AmendOrder(
              it.text("id"),
              it.textOr("price").map(Price::of),
              it.textOr("size").map(Quantity::of),
              exits(it),
              reason);
      case "exits" -> new SetExits(symbol, exits(it).orElseThrow(), reason);
      case "cancel" -> new CancelOrder(it.text("id"), reason);
      case "cancel-all" -> new CancelAll(symbol, reason);
      case "leverage" ->
          new SetLeverage(
              symbol, it.number("leverage"), MarginMode.valueOf(it.text("mode")), reason);
      default -> throw new IllegalArgumentException("unknown action " + it.text("action"));
    };
  }

  /** {@code market}, {@code limit 97000.5 GTC}, {@code stop 95000 limit 94900}. */
  static OrderTerms terms(String text) {
    List<String> words = List.of(text.split(" ", -1));
    return switch (words.get(0)) {
      case "market" -> OrderTerms.market();
      case "limit" ->
          new OrderTerms.Limit(Price.of(words.get(1)), TimeInForce.valueOf(words.get(2)));
      case "stop" -> new OrderTerms.Stop(Price.of(words.get(1)), limit(words));
      case "take-profit" -> new OrderTerms.TakeProfit(Price.of(words.get(1)), limit(words));
      default -> throw new IllegalArgumentException("no terms of an order: '" + text + "'");
    };
  }

  private static Optional<Price> limit(List<String> words) {
    return words.size() < 4 ? Optional.empty() : Optional.of(Price.of(words.get(3)));
  }

  private static Optional<Exits> exits(JsonFields it) {
    Optional<Price> stop = it.textOr("stop").map(Price::of);
    Optional<Price> takeProfit = it.textOr("takeProfit").map(Price::of);
    @Nullable Exits exits =
        stop.isEmpty() && takeProfit.isEmpty() ? null : new Exits(stop, takeProfit);
    return Optional.ofNullable(exits);
  }
}
