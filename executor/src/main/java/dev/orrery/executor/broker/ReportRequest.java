package dev.orrery.executor.broker;

import dev.orrery.executor.order.ClientOrderId;
import java.time.Instant;
import java.util.Set;

/**
 * What to ask a venue.
 *
 * @param orders orders whose fate must be told one by one
 * @param fillsSince fills from this timeline instant on
 */
public record ReportRequest(Set<ClientOrderId> orders, Instant fillsSince) {
  /** Copies. */
  public ReportRequest {
    orders = Set.copyOf(orders);
  }
}
