package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;

/**
 * A rebate from a share on.
 *
 * @param makerFractionCutoff the share of what is made
 * @param add to make; below zero is a rebate
 */
public record MakerTier(BigDecimal makerFractionCutoff, BigDecimal add) {}
