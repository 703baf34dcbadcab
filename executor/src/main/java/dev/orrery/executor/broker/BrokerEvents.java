package dev.orrery.executor.broker;

import dev.orrery.executor.order.BrokerEvent;

/**
 * Hears what happens to an account. Implemented by the account desk. Returns soon, never throws.
 */
@FunctionalInterface
public interface BrokerEvents {
  /** One thing happened. Calls for one account come one at a time. */
  void on(BrokerEvent event);
}
