package dev.orrery.api.action;

/**
 * Cancel one order. One that is already gone is normal traffic, not an error.
 *
 * @param clientOrderId from {@code OpenOrder.clientOrderId}
 * @param reason why
 */
public record CancelOrder(String clientOrderId, String reason) implements Action {
  /** Checks. */
  public CancelOrder {
    reason = Reasons.reason(reason, "CancelOrder");
    Reasons.given(clientOrderId, "CancelOrder", "a client order id");
  }
}
