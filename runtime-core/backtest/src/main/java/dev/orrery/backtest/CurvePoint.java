package dev.orrery.backtest;

/**
 * One point of a chart: the last of its part of the range. For eyes, not for sums.
 *
 * @param time epoch milliseconds
 * @param equity at that time
 * @param lowest equity's lowest in its part
 * @param price mark price at that time
 */
public record CurvePoint(long time, double equity, double lowest, double price) {}
