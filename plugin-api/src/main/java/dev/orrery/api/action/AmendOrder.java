package dev.orrery.api.action;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import java.util.Optional;

/**
 * Change a working order: price or quantity of a resting limit order, the trigger of a reduce-only
 * stop or take-profit, the exits of an entry. Label, {@code placedAt} and id stay. At a venue this
 * is a cancel and a new order, so it may lose its place in the queue, and a limit price that would
 * match at once is refused as if post-only. An order that is already gone makes it a rejection, not
 * an error of the strategy.
 *
 * <p><b>Exits</b> bound to an entry go with it: they take over its new quantity, and they stay at
 * their own prices unless {@link #withExits} moves them. A price that would put the entry beyond
 * one of its exits is denied.
 *
 * @param clientOrderId from {@code OpenOrder.clientOrderId}
 * @param price new limit price; of a stop or take-profit the new trigger
 * @param quantity new remaining base units; limit orders only
 * @param exits new exits of an entry: one that is not named stays as it is
 * @param reason why
 */
public record AmendOrder(
    String clientOrderId,
    Optional<Price> price,
    Optional<Quantity> quantity,
    Optional<Exits> exits,
    String reason)
    implements Action {
  /** Checks. */
  public AmendOrder {
    reason = Reasons.reason(reason, "AmendOrder");
    Reasons.given(clientOrderId, "AmendOrder", "a client order id");
    if (price.isEmpty() && quantity.isEmpty() && exits.isEmpty()) {
      throw new IllegalArgumentException("AmendOrder needs a price, a quantity or exits");
    }
    if (quantity.isPresent() && quantity.get().signum() <= 0) {
      throw new IllegalArgumentException(
          "AmendOrder needs a quantity greater than zero: " + quantity.get());
    }
  }

  /** Another price. */
  public static AmendOrder price(String clientOrderId, Price price, String reason) {
    return new AmendOrder(
        clientOrderId, Optional.of(price), Optional.empty(), Optional.empty(), reason);
  }

  /** Another remaining quantity. */
  public static AmendOrder quantity(String clientOrderId, Quantity quantity, String reason) {
    return new AmendOrder(
        clientOrderId, Optional.empty(), Optional.of(quantity), Optional.empty(), reason);
  }

  /** Another price and remaining quantity. */
  public static AmendOrder both(
      String clientOrderId, Price price, Quantity quantity, String reason) {
    return new AmendOrder(
        clientOrderId, Optional.of(price), Optional.of(quantity), Optional.empty(), reason);
  }

  /** Other exits of an entry, nothing else. */
  public static AmendOrder exits(String clientOrderId, Exits exits, String reason) {
    return new AmendOrder(
        clientOrderId, Optional.empty(), Optional.empty(), Optional.of(exits), reason);
  }

  /** The same change with new exits. */
  public AmendOrder withExits(Exits wanted) {
    return new AmendOrder(clientOrderId, price, quantity, Optional.of(wanted), reason);
  }
}
