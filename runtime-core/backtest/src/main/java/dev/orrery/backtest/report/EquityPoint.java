package dev.orrery.backtest.report;

/**
 * A point of the charts: the last of its part. For eyes, not for sums.
 *
 * @param time epoch milliseconds
 * @param drawdown the deepest below the peak in its part, zero or negative
 * @param exposure worth of the positions over equity, short ones below zero
 * @param market the starting equity held in the market instead
 */
public record EquityPoint(
    long time, double equity, double drawdown, double exposure, double market) {}
