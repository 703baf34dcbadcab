package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;

/**
 * A discount from a stake on.
 *
 * @param bpsOfMaxSupply the stake
 * @param discount as a fraction
 */
public record DiscountTier(BigDecimal bpsOfMaxSupply, BigDecimal discount) {}
