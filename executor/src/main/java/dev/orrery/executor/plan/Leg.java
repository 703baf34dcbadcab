package dev.orrery.executor.plan;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.Clearance;
import java.util.Optional;

/** One step of a plan. */
public sealed interface Leg {
  /** Index of the action it carries out. */
  int action();

  /**
   * Place an order.
   *
   * @param order planned and rounded
   * @param reference its price, or the mark price of the plan's moment; empty without either
   */
  record Place(int action, OrderSpec order, Optional<Price> reference) implements Leg {
    /** What it is worth; zero without a price. */
    public Usd notional() {
      return reference.map(price -> price.times(order.quantity())).orElse(Usd.ZERO);
    }
  }

  /** Change a working order to this price and remaining quantity. */
  record Amend(int action, OrderSpec order) implements Leg {}

  /** Cancel a working order. */
  record Cancel(int action, ClientOrderId id, String symbol) implements Leg {}

  /** Set leverage and mode. */
  record SetLeverage(int action, ClientOrderId id, String symbol, int leverage, MarginMode mode)
      implements Leg {}

  /** Nothing needs to be done for this action, and why. */
  record Nothing(int action, String why) implements Leg {}

  /** An order to change that is gone already: counts as refused by the venue. */
  record Gone(int action, ClientOrderId id) implements Leg {}

  /** It cannot be planned: a denial. */
  record Refused(int action, Clearance.Denied denial) implements Leg {}
}
