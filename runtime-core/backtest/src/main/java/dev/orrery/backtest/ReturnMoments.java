package dev.orrery.backtest;

import java.util.OptionalDouble;

/**
 * The shape of the returns of whole periods, days or hours.
 *
 * @param count how many there are
 * @param mean of one period
 * @param deviation of one period, sample standard deviation
 * @param skewness 0 for symmetric ones; 0 when it cannot be told
 * @param kurtosis 3 for normal ones, not the excess over it; 3 when it cannot be told
 * @param told whether there is a Sharpe ratio of them
 */
public record ReturnMoments(
    int count, double mean, double deviation, double skewness, double kurtosis, boolean told) {
  /** Mean over deviation of one period, not of a year; empty where there is no Sharpe ratio. */
  public OptionalDouble sharpe() {
    return told ? OptionalDouble.of(mean / deviation) : OptionalDouble.empty();
  }
}
