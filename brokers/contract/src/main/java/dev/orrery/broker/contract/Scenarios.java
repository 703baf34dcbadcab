package dev.orrery.broker.contract;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.executor.order.OrderSpec;

/** What all scenarios stand on. */
interface Scenarios {
  /** The account under test. */
  Bench bench();

  /** A position taken at the market. */
  default OrderSpec hold(Side side, String quantity) {
    OrderSpec order = bench().accepted(bench().order(side, quantity, OrderTerms.market()));
    bench().untilHeld(side == Side.BUY ? quantity : "-" + quantity);
    return order;
  }

  static OrderTerms limit(String price) {
    return OrderTerms.limit(Price.of(price));
  }

  static OrderTerms stop(String price) {
    return OrderTerms.stop(Price.of(price));
  }

  static OrderTerms takeProfit(String price) {
    return OrderTerms.takeProfit(Price.of(price));
  }
}
