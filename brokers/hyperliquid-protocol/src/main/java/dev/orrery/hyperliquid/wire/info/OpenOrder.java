package dev.orrery.hyperliquid.wire.info;

import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.wire.BookSide;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An order on the book.
 *
 * @param coin the market
 * @param side bid or ask
 * @param limitPx limit
 * @param sz what is left
 * @param oid the venue's number
 * @param timestamp when it was placed, epoch milliseconds
 * @param origSz what was ordered
 * @param cloid the client's id
 * @param reduceOnly true when it may only shrink a position
 */
public record OpenOrder(
    String coin,
    BookSide side,
    BigDecimal limitPx,
    BigDecimal sz,
    long oid,
    long timestamp,
    @Nullable BigDecimal origSz,
    @Nullable Cloid cloid,
    @Nullable Boolean reduceOnly) {}
