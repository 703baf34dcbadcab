package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.wire.BookSide;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order with its trigger, as {@code frontendOpenOrders} and {@code orderStatus} tell it.
 *
 * @param coin the market
 * @param side bid or ask
 * @param limitPx limit
 * @param sz what is left; in an order's status it stands as it was when the status changed
 * @param oid the venue's number
 * @param timestamp when it was placed, epoch milliseconds
 * @param triggerCondition for people; {@code N/A} without a trigger
 * @param isTrigger whether it waits for a price
 * @param triggerPx the price it waits for; 0 without a trigger
 * @param children exits of its group
 * @param isPositionTpsl an exit of the position, whatever its size
 * @param reduceOnly may only shrink a position
 * @param orderType {@code Limit}, {@code Stop Market} and others
 * @param origSz what was ordered
 * @param tif {@code Gtc} and others; null where none applies
 * @param cloid the client's id
 */
public record DetailedOrder(
    String coin,
    BookSide side,
    BigDecimal limitPx,
    BigDecimal sz,
    long oid,
    long timestamp,
    String triggerCondition,
    boolean isTrigger,
    BigDecimal triggerPx,
    List<DetailedOrder> children,
    boolean isPositionTpsl,
    boolean reduceOnly,
    String orderType,
    @Nullable BigDecimal origSz,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String tif,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Cloid cloid) {
  /** Copies the list. */
  public DetailedOrder {
    children = List.copyOf(children);
  }
}
