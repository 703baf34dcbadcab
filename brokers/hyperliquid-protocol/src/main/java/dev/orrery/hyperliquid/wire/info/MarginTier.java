package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;

/**
 * A tier of a margin table.
 *
 * @param lowerBound notional from which it holds
 * @param maxLeverage highest leverage in it
 */
public record MarginTier(BigDecimal lowerBound, int maxLeverage) {}
