package dev.orrery.api.value;

import java.math.BigDecimal;

/**
 * A price in quote currency (USD) for one unit of base: exact, greater than zero, normalised, so
 * that {@code equals} means "the same number". Immutable.
 *
 * @param value the number, without trailing zeros
 */
public record Price(BigDecimal value) implements Comparable<Price> {
  /**
   * Normalises and checks.
   *
   * @throws IllegalArgumentException when the value is not greater than zero
   */
  public Price {
    value = Decimals.normal(value, "price");
    if (value.signum() <= 0) {
      throw new IllegalArgumentException("price must be greater than zero: " + value);
    }
  }

  /** Reads a decimal text such as {@code "97123.5"}. */
  public static Price of(String text) {
    return new Price(Decimals.parse(text, "price"));
  }

  /** The shortest decimal that reads back as this double; NaN and infinities are refused. */
  public static Price of(double value) {
    return new Price(Decimals.finite(value, "price"));
  }

  /** What {@code quantity} is worth at this price; keeps the quantity's sign. */
  public Usd times(Quantity quantity) {
    return new Usd(value.multiply(quantity.value()));
  }

  /** This price times a factor such as {@code "1.02"}, rounded half-even to 12 decimals. */
  public Price times(String factor) {
    return times(Decimals.parse(factor, "factor"));
  }

  /** This price times a factor, rounded half-even to 12 decimals. */
  public Price times(BigDecimal factor) {
    return new Price(Decimals.rounded(value.multiply(factor)));
  }

  /** What one unit of base gains from {@code other} to this price; negative when this is lower. */
  public Usd minus(Price other) {
    return new Usd(value.subtract(other.value));
  }

  /**
   * This price moved by a percentage, which may be negative, rounded half-even to 12 decimals:
   * {@code plusPercent(-2)} is 98 of 100.
   *
   * @throws IllegalArgumentException when nothing is left of it, at -100 or less
   */
  public Price plusPercent(BigDecimal percent) {
    BigDecimal factor = BigDecimal.ONE.add(percent.movePointLeft(2));
    return times(factor);
  }

  /** This price moved by an amount of quote currency, which may be negative. */
  public Price plus(Usd amount) {
    return new Price(value.add(amount.value()));
  }

  /** The nearest double, for indicators; never for money. */
  public double toDouble() {
    return Decimals.toDouble(value);
  }

  @Override
  public int compareTo(Price other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toPlainString();
  }
}
