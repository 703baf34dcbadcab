package dev.orrery.exchange.venue.book;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.wire.action.BuilderFee;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tpsl;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Trigger;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What never changes about an order. Either {@code tif} or {@code trigger} is there.
 *
 * @param oid its number
 * @param owner whose
 * @param asset number of the market
 * @param isBuy bid or ask
 * @param price limit
 * @param size as ordered; of an exit of the whole position 0
 * @param reduceOnly may only shrink a position
 * @param tif how long a limit order stands
 * @param trigger what a trigger order waits for
 * @param cloid the client's id
 * @param placed epoch milliseconds
 * @param group number of the order that began its group; 0 without one
 * @param wholePosition an exit of the position, whatever its size
 * @param builder who earns on it
 */
public record Ticket(
    long oid,
    Address owner,
    int asset,
    boolean isBuy,
    BigDecimal price,
    BigDecimal size,
    boolean reduceOnly,
    @Nullable Tif tif,
    @Nullable Trigger trigger,
    @Nullable Cloid cloid,
    long placed,
    long group,
    boolean wholePosition,
    @Nullable BuilderFee builder) {
  /** Whether it waits for an entry of its group to fill before anything else. */
  public boolean isChild() {
    return group != 0 && group != oid && !wholePosition;
  }

  /** Whether it is the entry of a group. */
  public boolean isParent() {
    return group == oid && !wholePosition;
  }

  /** Whether a mark at or above the trigger price fires it, or one at or below. */
  public boolean firesAbove() {
    if (trigger == null) {
      throw new IllegalStateException("order " + oid + " waits for no price");
    }
    return isBuy == (trigger.tpsl() == Tpsl.STOP_LOSS);
  }
}
