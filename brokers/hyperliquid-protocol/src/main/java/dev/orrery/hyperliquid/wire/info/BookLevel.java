package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A price of a book.
 *
 * @param px price
 * @param sz size
 * @param n how many orders
 */
public record BookLevel(BigDecimal px, BigDecimal sz, @Nullable Integer n) {}
