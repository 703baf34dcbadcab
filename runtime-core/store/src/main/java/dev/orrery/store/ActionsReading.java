package dev.orrery.store;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetExits;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Actions out of the journal: what {@link ActionsText} wrote. Confined to one thread. */
final class ActionsReading {
  private final JsonSlice it = new JsonSlice();

  /** Those of an array that begins at a place. */
  List<Action> of(String json, int array) {
    int at = array < 0 ? -1 : JsonSlice.first(json, array);
    if (at < 0) {
      return List.of();
    }
    List<Action> all = new ArrayList<>(1);
    while (at >= 0) {
      int end = it.object(json, at);
      all.add(action());
      at = JsonSlice.next(json, end);
    }
    return List.copyOf(all);
  }

  private Action action() {
    String reason = it.text("reason");
    String symbol = it.text("symbol");
    return switch (it.text("action")) {
      case "noop" -> new Noop(reason);
      case "place" ->
          new PlaceOrder(
              symbol,
              Side.valueOf(it.text("side")),
              it.has("worth")
                  ? OrderSize.worth(Usd.of(it.text("worth")))
                  : OrderSize.of(it.text("size")),
              TermsText.parse(it.text("terms")),
              it.flag("reduceOnly"),
              exits(),
              it.text("label"),
              reason);
      case "target" ->
          new TargetPosition(
              symbol,
              it.has("worth")
                  ? new TargetPosition.Target.Worth(Usd.of(it.text("worth")))
                  : new TargetPosition.Target.Base(Quantity.of(it.text("size"))),
              exits(),
              reason);
      case "close" -> new ClosePosition(symbol, reason);
      case "amend" ->
          new AmendOrder(
              it.text("id"),
              optional("price", Price::of),
              optional("size", Quantity::of),
              exits(),
              reason);
      case "exits" -> new SetExits(symbol, exits().orElseThrow(), reason);
      case "cancel" -> new CancelOrder(it.text("id"), reason);
      case "cancel-all" -> new CancelAll(symbol, reason);
      case "leverage" ->
          new SetLeverage(
              symbol, (int) it.number("leverage", 0), MarginMode.valueOf(it.text("mode")), reason);
      default ->
          throw new IllegalStateException(
              "the journal has an unknown action: " + it.text("action"));
    };
  }

  private Optional<Exits> exits() {
    Optional<Price> stop = optional("stop", Price::of);
    Optional<Price> takeProfit = optional("takeProfit", Price::of);
    return stop.isEmpty() && takeProfit.isEmpty()
        ? Optional.empty()
        : Optional.of(new Exits(stop, takeProfit));
  }

  private <T> Optional<T> optional(String field, Function<String, T> read) {
    return it.has(field) ? Optional.of(read.apply(it.text(field))) : Optional.empty();
  }
}
