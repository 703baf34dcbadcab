package dev.orrery.backtest;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The deepest fall from a peak, as a fraction of that peak. Compares exactly, by products; divides
 * once, at the end. Confined to one thread.
 */
final class Drawdown {
  static final int DECIMALS = 12;

  private BigDecimal peak;
  private BigDecimal deepestFall = BigDecimal.ZERO;
  private BigDecimal deepestPeak = BigDecimal.ONE;

  /** Begins at this value; at zero, with the first one that is added. */
  Drawdown(BigDecimal start) {
    this.peak = start;
  }

  void add(BigDecimal value) {
    if (value.compareTo(peak) >= 0) {
      peak = value;
      return;
    }
    BigDecimal fall = peak.subtract(value);
    if (fall.multiply(deepestPeak).compareTo(deepestFall.multiply(peak)) > 0) {
      deepestFall = fall;
      deepestPeak = peak;
    }
  }

  /** To 12 decimals; 0.12 is twelve percent. */
  BigDecimal deepest() {
    return deepestFall.divide(deepestPeak, DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }
}
