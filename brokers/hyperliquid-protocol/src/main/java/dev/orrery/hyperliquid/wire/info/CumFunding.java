package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;

/**
 * Funding a position has paid; below zero it was paid.
 *
 * @param allTime ever
 * @param sinceOpen since it was opened
 * @param sinceChange since it changed
 */
public record CumFunding(BigDecimal allTime, BigDecimal sinceOpen, BigDecimal sinceChange) {}
