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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Actions out of the journal: what {@link ActionsText} wrote. Pure functions. */
final class ActionsReading {
  private ActionsReading() {}

  static List<Action> of(JsonNode proposed) {
    return proposed.path("actions").valueStream().map(ActionsReading::action).toList();
  }

  private static Action action(JsonNode it) {
    String reason = text(it, "reason");
    String symbol = text(it, "symbol");
    return switch (text(it, "action")) {
      case "noop" -> new Noop(reason);
      case "place" ->
          new PlaceOrder(
              symbol,
              Side.valueOf(text(it, "side")),
              it.has("worth")
                  ? OrderSize.worth(Usd.of(text(it, "worth")))
                  : OrderSize.of(text(it, "size")),
              TermsText.parse(text(it, "terms")),
              it.path("reduceOnly").asBoolean(false),
              exits(it),
              text(it, "label"),
              reason);
      case "target" ->
          new TargetPosition(
              symbol,
              it.has("worth")
                  ? new TargetPosition.Target.Worth(Usd.of(text(it, "worth")))
                  : new TargetPosition.Target.Base(Quantity.of(text(it, "size"))),
              exits(it),
              reason);
      case "close" -> new ClosePosition(symbol, reason);
      case "amend" ->
          new AmendOrder(
              text(it, "id"),
              optional(it, "price", Price::of),
              optional(it, "size", Quantity::of),
              exits(it),
              reason);
      case "exits" -> new SetExits(symbol, exits(it).orElseThrow(), reason);
      case "cancel" -> new CancelOrder(text(it, "id"), reason);
      case "cancel-all" -> new CancelAll(symbol, reason);
      case "leverage" ->
          new SetLeverage(
              symbol, it.path("leverage").asInt(), MarginMode.valueOf(text(it, "mode")), reason);
      default -> throw new IllegalStateException("the journal has an unknown action: " + it);
    };
  }

  private static Optional<Exits> exits(JsonNode it) {
    Optional<Price> stop = optional(it, "stop", Price::of);
    Optional<Price> takeProfit = optional(it, "takeProfit", Price::of);
    return stop.isEmpty() && takeProfit.isEmpty()
        ? Optional.empty()
        : Optional.of(new Exits(stop, takeProfit));
  }

  private static <T> Optional<T> optional(JsonNode it, String field, Function<String, T> read) {
    return it.has(field) ? Optional.of(read.apply(text(it, field))) : Optional.empty();
  }

  private static String text(JsonNode it, String field) {
    return it.path(field).asString("");
  }
}
