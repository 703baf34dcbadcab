package dev.orrery.api.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** The one normal form of the exact values: no trailing zeros, never a negative scale. */
final class Decimals {
  /** More digits than any venue's number has; a longer one is a mistake or an attack. */
  private static final int MAX_DIGITS = 60;

  /** Decimals of a product with a factor of anybody's. */
  private static final int DECIMALS = 12;

  /** Digits that always fit into a long. */
  private static final int LONG_DIGITS = 18;

  /** Up to here every whole number is a double. */
  private static final long EXACT = 1L << 53;

  /** Below it a whole number has at most 15 digits. */
  private static final double FEW_DIGITS = 1e15;

  private static final int FEW_DECIMALS = 8;

  /** Of half a step between doubles: further off, the next one might be as near. */
  private static final double SURELY_NEARER = 0.999;

  /** Of a power of two it is zero. */
  private static final long FRACTION = (1L << 52) - 1;

  /** Powers of ten that are doubles. */
  private static final double[] POWERS = powers();

  private Decimals() {}

  private static double[] powers() {
    double[] powers = new double[23];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = BigDecimal.TEN.pow(i).doubleValue();
    }
    return powers;
  }

  static BigDecimal normal(BigDecimal value, String what) {
    if (isNormal(value)) {
      return value; // nearly all: what is added and multiplied rarely ends in a zero
    }
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (stripped.precision() > MAX_DIGITS || Math.abs(stripped.scale()) > MAX_DIGITS) {
      throw new IllegalArgumentException(
          what + " has more than " + MAX_DIGITS + " digits: " + stripped.toEngineeringString());
    }
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static boolean isNormal(BigDecimal value) {
    int scale = value.scale();
    int digits = value.precision();
    if (scale == 0) {
      return digits <= MAX_DIGITS;
    }
    return scale > 0 && scale <= MAX_DIGITS && digits <= LONG_DIGITS && digitsOf(value) % 10 != 0;
  }

  /** All digits of a number of few, as a whole number: without an object for them. */
  private static long digitsOf(BigDecimal value) {
    return value.scaleByPowerOfTen(value.scale()).longValue();
  }

  /** A product: of decimals a venue would take it is exact. */
  static BigDecimal rounded(BigDecimal value) {
    return value.scale() > DECIMALS ? value.setScale(DECIMALS, RoundingMode.HALF_EVEN) : value;
  }

  /**
   * The nearest double. {@link BigDecimal#doubleValue} divides numbers of any length as soon as the
   * digits do not fit into a double; money does not by its last digits, and is asked for often.
   */
  static double toDouble(BigDecimal value) {
    int scale = value.scale();
    if (scale <= 0 || scale >= POWERS.length || value.precision() > LONG_DIGITS) {
      return value.doubleValue();
    }
    long digits = digitsOf(value);
    double power = POWERS[scale];
    double high = (double) digits;
    if (Math.abs(digits) <= EXACT) {
      return high / power;
    }
    // The remainder of the quotient is exact; twice the digits of a double, rounded once.
    double first = high / power;
    double rest = (Math.fma(-first, power, high) + (double) (digits - (long) high)) / power;
    double nearest = first + rest;
    double error = rest - (nearest - first);
    double half = Math.ulp(nearest) / 2;
    // Below a power of two the next double is half as far away.
    boolean evenSteps = (Double.doubleToRawLongBits(nearest) & FRACTION) != 0;
    return evenSteps && Math.abs(error) < half * SURELY_NEARER ? nearest : value.doubleValue();
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
    BigDecimal few = ofFewDigits(value);
    return few == null ? BigDecimal.valueOf(value) : few;
  }

  /**
   * The shortest decimal of a double, where it has at most {@value #FEW_DECIMALS} decimals and 15
   * digits, as a price has; null otherwise. There is one with so many decimals at most, because
   * doubles tell decimals of 15 digits apart; and it is the right one if it gives the double back,
   * which the quotient of two exact doubles tells.
   */
  private static @Nullable BigDecimal ofFewDigits(double value) {
    for (int scale = 0; scale <= FEW_DECIMALS; scale++) {
      double digits = Math.rint(value * POWERS[scale]);
      if (Math.abs(digits) >= FEW_DIGITS) {
        return null;
      }
      if (digits / POWERS[scale] == value) {
        return BigDecimal.valueOf((long) digits, scale);
      }
    }
    return null;
  }
}
