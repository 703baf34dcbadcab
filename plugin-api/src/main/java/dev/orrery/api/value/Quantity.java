package dev.orrery.api.value;

import java.math.BigDecimal;

/**
 * An amount of base units (0.25 BTC): exact, normalised, signed where it is a position (long is
 * positive). Orders require it to be greater than zero. Immutable.
 *
 * @param value the number, without trailing zeros
 */
public record Quantity(BigDecimal value) implements Comparable<Quantity> {
  /** Nothing. */
  public static final Quantity ZERO = new Quantity(BigDecimal.ZERO);

  /** Normalises. */
  public Quantity {
    value = Decimals.normal(value, "quantity");
  }

  /** Reads a decimal text such as {@code "0.015"}. */
  public static Quantity of(String text) {
    return new Quantity(Decimals.parse(text, "quantity"));
  }

  /** The shortest decimal that reads back as this double; NaN and infinities are refused. */
  public static Quantity of(double value) {
    return new Quantity(Decimals.finite(value, "quantity"));
  }

  /** The sum. */
  public Quantity plus(Quantity other) {
    if (other.signum() == 0) {
      return this;
    }
    return signum() == 0 ? other : new Quantity(value.add(other.value));
  }

  /** The difference. */
  public Quantity minus(Quantity other) {
    return other.signum() == 0 ? this : new Quantity(value.subtract(other.value));
  }

  /** This quantity times a factor such as {@code "0.5"}, rounded half-even to 12 decimals. */
  public Quantity times(String factor) {
    return times(Decimals.parse(factor, "factor"));
  }

  /** This quantity times a factor, rounded half-even to 12 decimals. */
  public Quantity times(BigDecimal factor) {
    return new Quantity(Decimals.rounded(value.multiply(factor)));
  }

  /** The opposite sign. */
  public Quantity negate() {
    return new Quantity(value.negate());
  }

  /** Without its sign. */
  public Quantity abs() {
    return value.signum() < 0 ? negate() : this;
  }

  /** -1, 0 or 1. */
  public int signum() {
    return value.signum();
  }

  /** Whether this is nothing. */
  public boolean isZero() {
    return value.signum() == 0;
  }

  /** The nearest double, for indicators; never for money. */
  public double toDouble() {
    return Decimals.toDouble(value);
  }

  @Override
  public int compareTo(Quantity other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toPlainString();
  }
}
