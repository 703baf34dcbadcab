package dev.orrery.market;

import dev.orrery.api.market.Interval;

/**
 * Candles that a board keeps.
 *
 * @param history at least this many
 */
public record Kept(String symbol, Interval interval, int history) {}
