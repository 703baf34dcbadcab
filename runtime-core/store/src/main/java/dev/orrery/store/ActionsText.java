package dev.orrery.store;

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
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a decision wants as JSON: {@code {"actions": [...], "sizeUsd": 1234.5}}. */
public final class ActionsText {
  private ActionsText() {}

  /**
   * As the journal has it.
   *
   * @param sizeUsd gross notional of what it would open
   */
  public static String of(List<Action> actions, BigDecimal sizeUsd) {
    String list = Json.array(actions, (action, json) -> json.nested(one -> write(action, one)));
    return "{\"actions\":" + list + ",\"sizeUsd\":" + sizeUsd.toPlainString() + "}";
  }

  private static void write(Action action, Json json) {
    switch (action) {
      case Noop _ -> json.put("action", "noop");
      case PlaceOrder it -> {
        json.put("action", "place").put("symbol", it.symbol()).put("side", it.side().name());
        switch (it.size()) {
          case OrderSize.Base size -> json.put("size", size.quantity().value());
          case OrderSize.Worth size -> json.put("worth", size.value().value());
        }
        json.put("terms", TermsText.of(it.terms())).flag("reduceOnly", it.reduceOnly());
        exits(it.exits(), json);
        json.put("label", it.label().isEmpty() ? null : it.label());
      }
      case TargetPosition it -> {
        json.put("action", "target").put("symbol", it.symbol());
        switch (it.target()) {
          case TargetPosition.Target.Base target -> json.put("size", target.quantity().value());
          case TargetPosition.Target.Worth target -> json.put("worth", target.value().value());
        }
        exits(it.exits(), json);
      }
      case ClosePosition it -> json.put("action", "close").put("symbol", it.symbol());
      case AmendOrder it -> {
        json.put("action", "amend")
            .put("id", it.clientOrderId())
            .put("price", it.price().map(Price::value).orElse(null))
            .put("size", it.quantity().map(Quantity::value).orElse(null));
        exits(it.exits(), json);
      }
      case SetExits it -> {
        json.put("action", "exits").put("symbol", it.symbol());
        exits(Optional.of(it.exits()), json);
      }
      case CancelOrder it -> json.put("action", "cancel").put("id", it.clientOrderId());
      case CancelAll it -> json.put("action", "cancel-all").put("symbol", it.symbol());
      case SetLeverage it ->
          json.put("action", "leverage")
              .put("symbol", it.symbol())
              .put("leverage", it.leverage())
              .put("mode", it.mode().name());
    }
    json.put("reason", action.reason());
  }

  private static void exits(Optional<Exits> exits, Json json) {
    exits.ifPresent(it ->
        json.put("stop", it.stop().map(Price::value).orElse(null))
            .put("takeProfit", it.takeProfit().map(Price::value).orElse(null)));
  }
}
