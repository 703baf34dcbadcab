package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;

/**
 * A sum over positions.
 *
 * @param accountValue USD with unrealised profit and loss
 * @param totalNtlPos notional
 * @param totalRawUsd account value less the value of positions
 * @param totalMarginUsed margin held
 */
public record MarginSummary(
    BigDecimal accountValue,
    BigDecimal totalNtlPos,
    BigDecimal totalRawUsd,
    BigDecimal totalMarginUsed) {}
