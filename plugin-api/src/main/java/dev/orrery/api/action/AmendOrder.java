package dev.orrery.api.action;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import java.util.Optional;

/**
 * Change price, quantity or both of a resting limit order. At a venue this is a cancel and a new
 * order, so it may lose its place in the queue. An order that is already gone makes it a rejection,
 * not an error of the strategy.
 *
 * @param clientOrderId from {@code OpenOrder.clientOrderId}
 * @param price new limit price
 * @param quantity new remaining base units
 * @param reason why
 */
public record AmendOrder(
    String clientOrderId, Optional<Price> price, Optional<Quantity> quantity, String reason)
    implements Action {
  /** Checks. */
  public AmendOrder {
    reason = Reasons.reason(reason, "AmendOrder");
    if (price.isEmpty() && quantity.isEmpty()) {
      throw new IllegalArgumentException("AmendOrder needs a price, a quantity, or both");
    }
    if (quantity.isPresent() && quantity.get().signum() <= 0) {
      throw new IllegalArgumentException(
          "AmendOrder needs a quantity greater than zero: " + quantity.get());
    }
  }
}
