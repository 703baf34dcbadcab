package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A balance of a token.
 *
 * @param coin the token
 * @param token its number; outcomes have none
 * @param total all of it
 * @param hold the part that orders hold
 * @param entryNtl what it was bought for
 */
public record SpotBalance(
    String coin,
    @Nullable Integer token,
    BigDecimal total,
    BigDecimal hold,
    @Nullable BigDecimal entryNtl) {}
