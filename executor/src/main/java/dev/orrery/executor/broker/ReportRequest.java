package dev.orrery.executor.broker;

import dev.orrery.executor.order.ClientOrderId;
import java.time.Instant;
import java.util.Set;

/**
 * What to ask a venue.
 *
 * @param orders orders whose fate must be told one by one: of each of them
 * @param since fills, deposits and funding from this timeline instant on, it included
 */
public record ReportRequest(Set<ClientOrderId> orders, Instant since) {
  /** Copies. */
  public ReportRequest {
    orders = Set.copyOf(orders);
  }
}
