package dev.orrery.executor.risk;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Usd;

/**
 * The largest order a venue takes, by the instrument's highest leverage: Hyperliquid's contract
 * specifications, which the paper account keeps to as well. A limit order may be ten times as large
 * as a market order; a trigger order counts as what it becomes.
 */
final class OrderLimit {
  private static final int LIMIT_ORDER_FACTOR = 10;

  private OrderLimit() {}

  /** Largest value of one order on these terms. */
  static Usd of(Instrument instrument, OrderTerms terms) {
    long market = market(instrument.maxLeverage());
    return Usd.of(hasLimit(terms) ? market * LIMIT_ORDER_FACTOR : market);
  }

  private static long market(int maxLeverage) {
    if (maxLeverage >= 25) {
      return 30_000_000;
    }
    if (maxLeverage >= 20) {
      return 5_000_000;
    }
    return maxLeverage >= 10 ? 2_000_000 : 500_000;
  }

  private static boolean hasLimit(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket ignored -> false;
      case OrderTerms.Limit ignored -> true;
      case OrderTerms.Stop it -> it.limit().isPresent();
      case OrderTerms.TakeProfit it -> it.limit().isPresent();
    };
  }
}
