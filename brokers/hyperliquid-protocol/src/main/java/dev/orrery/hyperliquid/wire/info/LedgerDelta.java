package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What moved. Which parts are there depends on the type, which is an open set.
 *
 * @param type {@code deposit}, {@code withdraw}, {@code internalTransfer} and others
 * @param usdc USD
 * @param amount of a token
 * @param token the token
 * @param usdcValue its worth
 * @param fee paid for it
 * @param user from whom
 * @param destination to whom
 * @param vault the venue's vault
 * @param toPerp from spot to perpetuals, or back
 */
public record LedgerDelta(
    String type,
    @Nullable BigDecimal usdc,
    @Nullable BigDecimal amount,
    @Nullable String token,
    @Nullable BigDecimal usdcValue,
    @Nullable BigDecimal fee,
    @Nullable String user,
    @Nullable String destination,
    @Nullable String vault,
    @Nullable Boolean toPerp) {}
