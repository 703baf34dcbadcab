package dev.orrery.executor.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.value.Price;
import java.util.Optional;

/** Orders in words, for people and for rows. */
public final class OrderText {
  private OrderText() {}

  /** {@code BUY 0.05 BTC limit 97000.5 GTC reduce-only}. */
  public static String of(OrderSpec order) {
    return order.side()
        + " "
        + order.quantity()
        + " "
        + order.symbol()
        + " "
        + of(order.terms())
        + (order.reduceOnly() ? " reduce-only" : "");
  }

  /**
   * {@code market}, {@code limit 97000.5 GTC}, {@code stop 95000}, {@code stop 95000 limit 94900},
   * {@code take-profit 99000}.
   */
  public static String of(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket _ -> "market";
      case OrderTerms.Limit it -> "limit " + it.price() + " " + it.timeInForce();
      case OrderTerms.Stop it -> "stop " + it.trigger() + limit(it.limit());
      case OrderTerms.TakeProfit it -> "take-profit " + it.trigger() + limit(it.limit());
    };
  }

  private static String limit(Optional<Price> limit) {
    return limit.map(price -> " limit " + price).orElse("");
  }
}
