package dev.orrery.broker.paper;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The venue's rules for one order by itself, in the venue's words. Pure. */
final class OrderRules {
  /** A limit price may be this far from the mark price. */
  private static final BigDecimal REFERENCE_BOUND = new BigDecimal("0.8");

  private OrderRules() {}

  /** What is wrong with the order; null when nothing is. */
  static @Nullable String refusal(Instrument instrument, OrderSpec order, Price mark) {
    if (order.quantity().value().remainder(instrument.quantityStep()).signum() != 0) {
      return "Order has invalid size.";
    }
    for (Price price : prices(order.terms())) {
      String refusal = PriceGrid.refusal(instrument.priceRule(), price);
      if (refusal != null) {
        return refusal;
      }
    }
    if (order.entry().isPresent() && !order.reduceOnly()) {
      return "Trigger order is not reduce only.";
    }
    if (order.entry().isPresent() && !maybeExit(order.terms())) {
      return "An exit is a trigger order or a limit order good till cancelled.";
    }
    Price limit = WorkingOrder.limitOf(order.terms()).orElse(null);
    if (limit != null && order.terms() instanceof OrderTerms.Limit && tooFar(limit, mark)) {
      return "Order price cannot be more than 80% away from the reference price";
    }
    return order.reduceOnly()
        ? null
        : tooSmall(instrument, order.quantity(), limit == null ? mark : limit);
  }

  /** The venue's smallest order value; orders that only close are exempt. */
  static @Nullable String tooSmall(Instrument instrument, Quantity quantity, Price price) {
    return price.times(quantity).compareTo(instrument.minNotional()) < 0
        ? "Order must have minimum value of $" + instrument.minNotional() + "."
        : null;
  }

  static boolean tooFar(Price limit, Price mark) {
    BigDecimal distance = limit.value().subtract(mark.value()).abs();
    return distance.compareTo(mark.value().multiply(REFERENCE_BOUND)) > 0;
  }

  private static boolean maybeExit(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket ignored -> false;
      case OrderTerms.Limit it -> it.timeInForce() == TimeInForce.GTC;
      case OrderTerms.Stop ignored -> true;
      case OrderTerms.TakeProfit ignored -> true;
    };
  }

  private static List<Price> prices(OrderTerms terms) {
    if (terms instanceof OrderTerms.AtMarket) {
      return List.of();
    }
    List<Price> all = new ArrayList<>();
    WorkingOrder.limitOf(terms).ifPresent(all::add);
    switch (terms) {
      case OrderTerms.Stop it -> all.add(it.trigger());
      case OrderTerms.TakeProfit it -> all.add(it.trigger());
      case OrderTerms.AtMarket ignored -> {}
      case OrderTerms.Limit ignored -> {}
    }
    return all;
  }
}
