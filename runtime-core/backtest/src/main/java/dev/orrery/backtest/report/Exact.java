package dev.orrery.backtest.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Division, the one thing decimals cannot do exactly: to 12 decimals, as in the figures. */
final class Exact {
  private static final int DECIMALS = 12;

  private Exact() {}

  /** Of nothing, zero. */
  static BigDecimal ratio(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0
        ? BigDecimal.ZERO
        : plain(part.divide(whole, DECIMALS, RoundingMode.HALF_EVEN));
  }

  static BigDecimal ratio(BigDecimal part, long whole) {
    return ratio(part, BigDecimal.valueOf(whole));
  }

  /** Without zeros at its end, so that equal values look equal. */
  static BigDecimal plain(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }
}
