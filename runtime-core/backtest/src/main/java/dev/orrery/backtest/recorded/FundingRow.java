package dev.orrery.backtest.recorded;

/**
 * The rate of one payment.
 *
 * @param hour when it is paid, epoch milliseconds of a full hour
 * @param rate fraction of notional that longs pay shorts for the hour before
 */
public record FundingRow(long hour, double rate) {}
