package dev.orrery.executor.broker;

import dev.orrery.api.action.MarginMode;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.risk.ClearedOrder;

/** One thing a broker is told to do. */
public sealed interface Instruction {
  /** The order it is about; for a leverage change an id of its own. */
  ClientOrderId id();

  /** Place an order. */
  record Place(ClearedOrder order) implements Instruction {
    @Override
    public ClientOrderId id() {
      return order.spec().id();
    }
  }

  /**
   * Change a resting limit order, or a reduce-only trigger order that has not fired, to the price
   * (or trigger) and remaining quantity of {@code order}.
   */
  record Amend(ClearedOrder order) implements Instruction {
    @Override
    public ClientOrderId id() {
      return order.spec().id();
    }
  }

  /**
   * Cancel an order; one already gone is rejected with {@code already gone}, which is no failure.
   */
  record Cancel(ClientOrderId id, String symbol) implements Instruction {}

  /** Set leverage and mode of a symbol. */
  record SetLeverage(ClientOrderId id, String symbol, int leverage, MarginMode mode)
      implements Instruction {}
}
