package dev.orrery.hyperliquid.wire.info;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.BookSide;
import java.math.BigDecimal;

/**
 * A time-weighted order.
 *
 * @param coin the market
 * @param user whose
 * @param side bid or ask
 * @param sz what was ordered
 * @param executedSz what is done
 * @param executedNtl for how much
 * @param minutes how long
 * @param reduceOnly may only shrink a position
 * @param randomize varies its times
 * @param timestamp since when, epoch milliseconds
 */
public record TwapState(
    String coin,
    Address user,
    BookSide side,
    BigDecimal sz,
    BigDecimal executedSz,
    BigDecimal executedNtl,
    int minutes,
    boolean reduceOnly,
    boolean randomize,
    long timestamp) {}
