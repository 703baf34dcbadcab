package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A rate at which funding was paid.
 *
 * @param coin the market
 * @param fundingRate per hour
 * @param premium it came of
 * @param time some milliseconds after the hour
 */
public record FundingRate(
    String coin, BigDecimal fundingRate, @Nullable BigDecimal premium, long time) {}
