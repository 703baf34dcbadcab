package dev.orrery.api.account;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Quantity;
import java.time.Instant;

/**
 * An order that may still fill.
 *
 * @param clientOrderId the runtime's id, {@code 0x} and 32 hex digits: what cancel and amend take
 * @param symbol instrument
 * @param side buy or sell
 * @param terms limit or trigger terms
 * @param quantity base units ordered
 * @param remaining base units not yet filled
 * @param reduceOnly whether it may only shrink a position
 * @param placedAt timeline instant of its placing
 * @param label the strategy's own mark from {@code PlaceOrder.label}, empty when none was given
 */
public record OpenOrder(
    String clientOrderId,
    String symbol,
    Side side,
    OrderTerms terms,
    Quantity quantity,
    Quantity remaining,
    boolean reduceOnly,
    Instant placedAt,
    String label) {}
