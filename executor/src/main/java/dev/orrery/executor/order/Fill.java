package dev.orrery.executor.order;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.time.Instant;

/**
 * One execution of part or all of an order.
 *
 * @param fillId the venue's id, unique within the account: the same fill told twice counts once
 * @param clientOrderId the order; {@link ClientOrderId#ofVenue} of one that we did not place
 * @param symbol instrument
 * @param side buy or sell
 * @param price execution price
 * @param quantity base units, greater than zero
 * @param fee paid; negative for a rebate
 * @param maker whether the order was resting
 * @param liquidation whether the venue liquidated our own position with it
 * @param at timeline instant
 */
public record Fill(
    String fillId,
    ClientOrderId clientOrderId,
    String symbol,
    Side side,
    Price price,
    Quantity quantity,
    Usd fee,
    boolean maker,
    boolean liquidation,
    Instant at) {
  /** The quantity with the side's sign. */
  public Quantity signedQuantity() {
    return side == Side.BUY ? quantity : quantity.negate();
  }
}
