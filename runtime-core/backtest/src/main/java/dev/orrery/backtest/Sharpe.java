package dev.orrery.backtest;

import java.util.OptionalDouble;

/**
 * The Sharpe ratio of equity, sampled at the ends of whole periods in UTC: the mean of the periods'
 * returns over their sample standard deviation, times the square root of the periods in a year of
 * 365 days. Nothing is subtracted for a rate without risk. Confined to one thread.
 */
final class Sharpe {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final long DAILY_FROM = 30 * DAY;
  private static final int LEAST_RETURNS = 3;

  private final long period;
  private long nextEnd;
  private double latest;
  private double before = Double.NaN;
  private int returns;
  private double mean;
  private double squares;
  private double cubes;
  private double fourths;
  private boolean ruined;

  /**
   * Begins.
   *
   * @param from the first instant, epoch milliseconds
   * @param to the last one: a range of 30 days or more is sampled by days, a shorter one by hours
   * @param start equity at first
   */
  Sharpe(long from, long to, double start) {
    this.period = to - from >= DAILY_FROM ? DAY : HOUR;
    this.nextEnd = Math.ceilDiv(from, period) * period;
    this.latest = start;
  }

  /** Equity from this instant on; of several at one instant the last one counts. */
  void add(long time, double equity) {
    passTo(time);
    latest = equity;
  }

  /** Whether a period ends before this instant: then its equity is wanted first. */
  boolean endsBefore(long time) {
    return nextEnd < time;
  }

  /** The periods that end before this instant take the equity that was there. */
  void passTo(long time) {
    while (nextEnd < time) {
      sample();
      nextEnd += period;
    }
  }

  private void sample() {
    ruined |= latest <= 0;
    if (!Double.isNaN(before) && !ruined) {
      double change = latest / before - 1;
      returns++;
      double off = change - mean;
      shape(off, returns);
      mean += off / returns;
      squares += off * (change - mean);
    }
    before = latest;
  }

  /**
   * Sums of third and fourth powers about the mean, updated without the returns themselves (Pébay
   * 2008, "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
   * statistical moments").
   */
  private void shape(double off, double count) {
    double step = off / count;
    double square = off * step * (count - 1);
    fourths +=
        square * step * step * (count * count - 3 * count + 3)
            + 6 * step * step * squares
            - 4 * step * cubes;
    cubes += square * step * (count - 2) - 3 * step * squares;
  }

  /** The shape of the returns so far; to be asked after {@link #ratio}. */
  ReturnMoments moments() {
    double deviation = returns < 2 ? 0 : StrictMath.sqrt(squares / (returns - 1));
    boolean varied = squares > 0;
    double skewness =
        varied ? StrictMath.sqrt(returns) * cubes / (squares * StrictMath.sqrt(squares)) : 0;
    double kurtosis = varied ? returns * fourths / (squares * squares) : 3;
    boolean told = returns >= LEAST_RETURNS && deviation > 0 && !ruined;
    return new ReturnMoments(returns, mean, deviation, skewness, kurtosis, told);
  }

  /** Whether it is sampled by days, not by hours. */
  boolean daily() {
    return period == DAY;
  }

  /**
   * At the end, the last instant included. Empty with fewer than three returns, when none differs
   * from another, or when equity fell to nothing.
   */
  OptionalDouble ratio(long end) {
    passTo(end + 1);
    double deviation = returns < 2 ? 0 : StrictMath.sqrt(squares / (returns - 1));
    if (returns < LEAST_RETURNS || !(deviation > 0) || ruined) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(mean / deviation * StrictMath.sqrt(daily() ? 365 : 365 * 24));
  }
}
