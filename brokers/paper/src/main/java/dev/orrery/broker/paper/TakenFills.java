package dev.orrery.broker.paper;

import dev.orrery.api.value.Price;
import dev.orrery.executor.order.Fill;

/**
 * Hears which mark price each fill that took was priced from: what lies between the two is its
 * slippage, and the account alone does not show it. Implemented by whoever measures an account.
 */
@FunctionalInterface
public interface TakenFills {
  /** For nobody. */
  TakenFills UNHEARD = (fill, mark) -> {};

  /**
   * An order took, or the account was liquidated. Called while the broker's lock is held, on the
   * thread that caused the fill, right before the fill is told: must return at once and not call
   * the broker.
   */
  void took(Fill fill, Price mark);
}
