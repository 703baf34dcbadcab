package dev.orrery.backtest.report;

import java.math.BigDecimal;

/**
 * Falls of a value from its peaks: the deepest, as a fraction of its peak, and the longest, from a
 * peak to the moment the value is back at it. Compares exactly. Confined to one thread.
 */
final class Fall {
  private BigDecimal peak;
  private long peakAt;
  private long last;
  private BigDecimal deepestFall = BigDecimal.ZERO;
  private BigDecimal deepestPeak = BigDecimal.ONE;
  private long longest;
  private boolean down;

  /** Begins at this value. */
  Fall(BigDecimal start, long at) {
    this.peak = start;
    this.peakAt = at;
    this.last = at;
  }

  void add(BigDecimal value, long at) {
    last = at;
    if (value.compareTo(peak) >= 0) {
      if (down) {
        longest = Math.max(longest, at - peakAt);
      }
      down = false;
      peak = value;
      peakAt = at;
      return;
    }
    down = true;
    BigDecimal fall = peak.subtract(value);
    if (fall.multiply(deepestPeak).compareTo(deepestFall.multiply(peak)) > 0) {
      deepestFall = fall;
      deepestPeak = peak;
    }
  }

  /** To 12 decimals. */
  BigDecimal deepest() {
    return Exact.ratio(deepestFall, deepestPeak);
  }

  /** How far below its peak a value is now; negative or zero. For eyes. */
  double now(double value) {
    double top = peak.doubleValue();
    return top > 0 ? Math.min(0, value / top - 1) : 0;
  }

  /** Milliseconds; one that lasts to the end counts to the end. */
  long longest() {
    return down ? Math.max(longest, last - peakAt) : longest;
  }

  /** Whether the longest has not ended. */
  boolean longestGoesOn() {
    return down && last - peakAt >= longest;
  }
}
