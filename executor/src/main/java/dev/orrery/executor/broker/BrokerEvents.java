package dev.orrery.executor.broker;

import dev.orrery.executor.order.BrokerEvent;

/**
 * Hears what happens to an account. Implemented by the account desk. Returns soon, never throws.
 *
 * <p>It hears from before the broker is opened until the process ends. What happened before is told
 * within {@link BrokerFactory#open}, or not at all: the report holds it. What happens afterwards is
 * told within 5 s of the timeline, or a comparison may book it first.
 */
@FunctionalInterface
public interface BrokerEvents {
  /** One thing happened. Calls for one account come one at a time. */
  void on(BrokerEvent event);
}
