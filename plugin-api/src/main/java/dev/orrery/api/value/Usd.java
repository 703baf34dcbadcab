package dev.orrery.api.value;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of money in US dollars (on a venue: its collateral, USDC): exact, signed, normalised.
 * Immutable.
 *
 * @param value the number, without trailing zeros
 */
public record Usd(BigDecimal value) implements Comparable<Usd> {
  /** Nothing. */
  public static final Usd ZERO = new Usd(BigDecimal.ZERO);

  /** Normalises. */
  public Usd {
    value = Decimals.normal(value, "amount of USD");
  }

  /** Reads a decimal text such as {@code "10000"}. */
  public static Usd of(String text) {
    return new Usd(Decimals.parse(text, "amount of USD"));
  }

  /** A whole number of dollars. */
  public static Usd of(long dollars) {
    return new Usd(BigDecimal.valueOf(dollars));
  }

  /** The shortest decimal that reads back as this double; NaN and infinities are refused. */
  public static Usd of(double value) {
    return new Usd(Decimals.finite(value, "amount of USD"));
  }

  /** The sum. */
  public Usd plus(Usd other) {
    if (other.signum() == 0) {
      return this;
    }
    return signum() == 0 ? other : new Usd(value.add(other.value));
  }

  /** The difference. */
  public Usd minus(Usd other) {
    return other.signum() == 0 ? this : new Usd(value.subtract(other.value));
  }

  /** This amount times a factor such as {@code "0.1"}, rounded half-even to 12 decimals. */
  public Usd times(String factor) {
    return times(Decimals.parse(factor, "factor"));
  }

  /** This amount times a factor, rounded half-even to 12 decimals. */
  public Usd times(BigDecimal factor) {
    return new Usd(Decimals.rounded(value.multiply(factor)));
  }

  /**
   * {@code percent} hundredths of this amount, rounded half-even to 12 decimals: 20 of 10000 is
   * 2000.
   */
  public Usd percent(BigDecimal percent) {
    return new Usd(Decimals.rounded(value.multiply(percent).movePointLeft(2)));
  }

  /** {@code percent} hundredths of this amount, as {@link #percent(BigDecimal)}. */
  public Usd percent(String percent) {
    return percent(Decimals.parse(percent, "percentage"));
  }

  /** How much base this amount buys at {@code price}, rounded towards zero to 12 decimals. */
  public Quantity at(Price price) {
    return new Quantity(value.divide(price.value(), 12, RoundingMode.DOWN));
  }

  /** The opposite sign. */
  public Usd negate() {
    return new Usd(value.negate());
  }

  /** Without its sign. */
  public Usd abs() {
    return value.signum() < 0 ? negate() : this;
  }

  /** -1, 0 or 1. */
  public int signum() {
    return value.signum();
  }

  /** The nearest double, for charts and statistics; never for money. */
  public double toDouble() {
    return Decimals.toDouble(value);
  }

  @Override
  public int compareTo(Usd other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toPlainString();
  }
}
