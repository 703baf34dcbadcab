package dev.orrery.testkit;

import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders that rest on a path of bars, oldest first. */
final class PathOrders {
  private final List<Resting> orders = new ArrayList<>();

  /**
   * A resting order.
   *
   * @param open as the strategy sees it
   * @param exits what comes alive when it fills
   * @param group when one of a group fills, the others are cancelled
   */
  record Resting(OpenOrder open, Optional<Exits> exits, String group) {
    private boolean isStop() {
      return open.terms() instanceof OrderTerms.Stop;
    }
  }

  /** An order that a bar reached, and at what price. */
  record Hit(Resting order, Price price) {}

  void add(Resting order) {
    orders.add(order);
  }

  List<OpenOrder> view() {
    return orders.stream().map(Resting::open).toList();
  }

  /** The first order that a bar of this range reaches, stops before the rest. */
  Optional<Hit> hit(double open, double high, double low) {
    for (boolean stops : new boolean[] {true, false}) {
      for (Resting order : orders) {
        Price price = order.isStop() == stops ? reached(order.open(), open, high, low) : null;
        if (price != null) {
          return Optional.of(new Hit(order, price));
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Price reached(OpenOrder order, double open, double high, double low) {
    boolean buy = order.side() == Side.BUY;
    return switch (order.terms()) {
      case OrderTerms.Market market -> Price.of(open);
      case OrderTerms.Limit limit -> within(limit.price(), !buy, open, high, low);
      case OrderTerms.Stop stop -> within(stop.trigger(), buy, open, high, low);
      case OrderTerms.TakeProfit profit -> within(profit.trigger(), !buy, open, high, low);
    };
  }

  /** The level, or the open when the bar began beyond it; null when the bar did not reach it. */
  private static @Nullable Price within(
      Price level, boolean fromBelow, double open, double high, double low) {
    double at = level.toDouble();
    if (fromBelow) {
      return high < at ? null : open > at ? Price.of(open) : level;
    }
    return low > at ? null : open < at ? Price.of(open) : level;
  }

  void filled(Resting order) {
    orders.removeIf(other -> other.group().equals(order.group()));
  }

  void cancel(String clientOrderId) {
    orders.removeIf(order -> order.open().clientOrderId().equals(clientOrderId));
  }

  void cancelAll(String symbol) {
    orders.removeIf(order -> order.open().symbol().equals(symbol));
  }

  void amend(AmendOrder amend) {
    orders.replaceAll(order ->
        order.open().clientOrderId().equals(amend.clientOrderId())
            ? new Resting(amended(order.open(), amend), order.exits(), order.group())
            : order);
  }

  private static OpenOrder amended(OpenOrder order, AmendOrder amend) {
    Quantity quantity = amend.quantity().orElse(order.remaining());
    OrderTerms terms =
        amend
            .price()
            .<OrderTerms>map(price -> new OrderTerms.Limit(price, lives(order)))
            .orElse(order.terms());
    return new OpenOrder(
        order.clientOrderId(),
        order.symbol(),
        order.side(),
        terms,
        quantity,
        quantity,
        order.reduceOnly(),
        order.placedAt(),
        order.label(),
        order.role(),
        order.entryId(),
        order.status());
  }

  private static TimeInForce lives(OpenOrder order) {
    return order.terms() instanceof OrderTerms.Limit limit ? limit.timeInForce() : TimeInForce.GTC;
  }
}
