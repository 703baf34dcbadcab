package dev.orrery.executor.broker;

import dev.orrery.api.action.MarginMode;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.risk.ClearedOrder;

/** One thing a broker is told to do. */
public sealed interface Instruction {
  /** The order it is about; for a leverage change an id of its own. */
  ClientOrderId id();

  /**
   * Whether it may enlarge a position, or what a position may become. After a rejection or an
   * unresolved outcome in a batch, what opens is not sent any more; the rest is.
   */
  boolean opens();

  /** Place an order. */
  record Place(ClearedOrder order) implements Instruction {
    @Override
    public ClientOrderId id() {
      return order.spec().id();
    }

    @Override
    public boolean opens() {
      return !order.spec().reduceOnly();
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

    @Override
    public boolean opens() {
      return !order.spec().reduceOnly();
    }
  }

  /**
   * Cancel an order. One that is final is rejected with {@code already gone}, which is no failure;
   * one that the venue has never had is rejected with {@code never seen}: it may still arrive.
   */
  record Cancel(ClientOrderId id, String symbol) implements Instruction {
    @Override
    public boolean opens() {
      return false;
    }
  }

  /**
   * Set leverage and mode of a symbol.
   *
   * @param opens whether it raises leverage above what the account was told last; a broker cannot
   *     know
   */
  record SetLeverage(ClientOrderId id, String symbol, int leverage, MarginMode mode, boolean opens)
      implements Instruction {}
}
