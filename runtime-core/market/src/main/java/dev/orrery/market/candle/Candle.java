package dev.orrery.market.candle;

/**
 * One candle, finished or so far.
 *
 * @param openTime epoch milliseconds; the candle holds what happened from then until, but not at,
 *     the open time plus its interval
 * @param volume traded base units
 */
public record Candle(
    long openTime, double open, double high, double low, double close, double volume) {}
