package dev.orrery.api.value;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The one normal form of the exact values: no trailing zeros, never a negative scale. */
final class Decimals {
  /** More digits than any venue's number has; a longer one is a mistake or an attack. */
  private static final int MAX_DIGITS = 60;

  /** Decimals of a product with a factor of anybody's. */
  private static final int DECIMALS = 12;

  private Decimals() {}

  static BigDecimal normal(BigDecimal value, String what) {
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (stripped.precision() > MAX_DIGITS || Math.abs(stripped.scale()) > MAX_DIGITS) {
      throw new IllegalArgumentException(
          what + " has more than " + MAX_DIGITS + " digits: " + stripped.toEngineeringString());
    }
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** A product: of decimals a venue would take it is exact. */
  static BigDecimal rounded(BigDecimal value) {
    return value.scale() > DECIMALS ? value.setScale(DECIMALS, RoundingMode.HALF_EVEN) : value;
  }

  static BigDecimal parse(String text, String what) {
    try {
      return new BigDecimal(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(what + " is not a decimal number: '" + text + "'", e);
    }
  }

  static BigDecimal finite(double value, String what) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(what + " is not a number: " + value);
    }
    return BigDecimal.valueOf(value);
  }
}
