package dev.orrery.backtest.report;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Equity at the ends of whole periods in UTC, days in a range of 30 days or more, else hours, and
 * what its changes say. Confined to one thread.
 */
final class Returns {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final long DAILY_FROM = 30 * DAY;
  private static final int LEAST = 3;

  private final long period;
  private long nextEnd;
  private double latest;
  private double before = Double.NaN;
  private double[] changes = new double[64];
  private int count;
  private boolean ruined;

  /** Begins with this equity; the range, both ends included, says which periods. */
  Returns(long from, long to, double start) {
    this.period = to - from >= DAILY_FROM ? DAY : HOUR;
    this.nextEnd = Math.ceilDiv(from, period) * period;
    this.latest = start;
  }

  /** Equity from this instant on; of several at one instant the last one counts. */
  void add(long time, double equity) {
    while (nextEnd < time) {
      sample();
      nextEnd += period;
    }
    latest = equity;
  }

  private void sample() {
    ruined |= latest <= 0;
    if (!Double.isNaN(before) && !ruined) {
      if (count == changes.length) {
        changes = Arrays.copyOf(changes, count * 2);
      }
      changes[count++] = latest / before - 1;
    }
    before = latest;
  }

  /** After the last instant. */
  Sample end(long last) {
    add(last + 1, latest);
    return new Sample(Arrays.copyOf(changes, count), period == DAY, ruined);
  }

  /**
   * The returns of whole periods.
   *
   * @param daily of days; else of hours
   * @param ruined whether equity fell to nothing, after which there are no returns
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, nobody changes them
  record Sample(double[] changes, boolean daily, boolean ruined) {
    /** Why nothing can be told of them; empty when something can. */
    String silence() {
      return ruined
          ? "equity fell to nothing"
          : changes.length < LEAST
              ? "fewer than three whole " + unit() + " to compare"
              : !(deviation() > 0) ? "equity never moved" : "";
    }

    String unit() {
      return daily ? "days" : "hours";
    }

    private double root() {
      return StrictMath.sqrt(daily ? 365 : 365 * 24);
    }

    private double mean() {
      return Arrays.stream(changes).sum() / changes.length;
    }

    private double deviation() {
      double mean = mean();
      double squares = Arrays.stream(changes).map(each -> (each - mean) * (each - mean)).sum();
      return StrictMath.sqrt(squares / (changes.length - 1));
    }

    OptionalDouble volatility() {
      return silence().isEmpty() ? OptionalDouble.of(deviation() * root()) : OptionalDouble.empty();
    }

    OptionalDouble sharpe() {
      return silence().isEmpty()
          ? OptionalDouble.of(mean() / deviation() * root())
          : OptionalDouble.empty();
    }

    OptionalDouble sortino() {
      double squares = Arrays.stream(changes).filter(each -> each < 0).map(it -> it * it).sum();
      return silence().isEmpty() && squares > 0
          ? OptionalDouble.of(mean() / StrictMath.sqrt(squares / changes.length) * root())
          : OptionalDouble.empty();
    }
  }
}
