package dev.orrery.backtest;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The deepest fall from a peak, as a fraction of that peak. Compares exactly, by products; divides
 * once, at the end. Most values of a long range are neither a peak nor a deeper fall: {@link
 * #matters} tells by doubles which are not worth exact arithmetic. Confined to one thread.
 */
final class Drawdown {
  static final int DECIMALS = 12;

  /** Far more than a double of a value is off, even where large sums nearly cancel out in it. */
  private static final double NEAR = 1e-9;

  private BigDecimal peak;
  private BigDecimal deepestFall = BigDecimal.ZERO;
  private BigDecimal deepestPeak = BigDecimal.ONE;
  private double peakNear;
  private double deepestNear;

  /** Begins at this value; at zero, with the first one that is added. */
  Drawdown(BigDecimal start) {
    this.peak = start;
    this.peakNear = start.doubleValue();
  }

  /** Whether a value of about this much may be a new peak or a deeper fall. */
  boolean matters(double near) {
    double fall = peakNear - near;
    return fall <= Math.abs(peakNear) * NEAR || fall >= (deepestNear - NEAR) * peakNear;
  }

  void add(BigDecimal value) {
    if (value.compareTo(peak) >= 0) {
      peak = value;
      peakNear = value.doubleValue();
      return;
    }
    BigDecimal fall = peak.subtract(value);
    if (fall.multiply(deepestPeak).compareTo(deepestFall.multiply(peak)) > 0) {
      deepestFall = fall;
      deepestPeak = peak;
      deepestNear = fall.doubleValue() / peakNear;
    }
  }

  /** To 12 decimals; 0.12 is twelve percent. */
  BigDecimal deepest() {
    return deepestFall.divide(deepestPeak, DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }
}
