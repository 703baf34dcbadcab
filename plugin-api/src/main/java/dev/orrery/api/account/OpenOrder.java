package dev.orrery.api.account;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Quantity;
import java.time.Instant;
import java.util.Optional;

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
 * @param label the strategy's own mark from {@code PlaceOrder.label}, empty when none was given; an
 *     exit has its entry's
 * @param role what it is there for
 * @param entryId of an exit: the order it was placed with, working or not
 * @param status where it is
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
    String label,
    Role role,
    Optional<String> entryId,
    Status status) {
  /** Whether it gets out of a position at a price: a stop or a take-profit that only shrinks it. */
  public boolean isExit() {
    return role == Role.STOP || role == Role.TAKE_PROFIT;
  }

  /** What an order is there for. */
  public enum Role {
    /** Has exits bound to it. */
    ENTRY,
    /** A reduce-only stop, bound to an entry or not. */
    STOP,
    /** A reduce-only take-profit, bound to an entry or not. */
    TAKE_PROFIT,
    /** Any other. */
    PLAIN
  }

  /** Where an order is. */
  public enum Status {
    /** On its way: the broker has not told of it. */
    SENT,
    /** An exit whose entry has not begun to fill. */
    DORMANT,
    /** Waits for its trigger price. */
    ARMED,
    /** The broker works it. */
    RESTING
  }
}
