package dev.orrery.hyperliquid;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Exact decimals as the venue writes them: always as text, always plain.
 *
 * <p>There are two forms. What is signed has no trailing zero ({@link #wire}); what the venue
 * answers has at least one digit after the point ({@link #shown}). Reading takes both and gives the
 * same number for both, stripped, so that records compare by value.
 */
public final class Decimals {
  /** Digits after the point that an action may carry. */
  public static final int WIRE_DECIMALS = 8;

  /** Longer texts are no amounts, and turning them into numbers could cost any amount of memory. */
  private static final int LONGEST = 64;

  private static final Pattern PLAIN = Pattern.compile("-?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)");

  private Decimals() {}

  /**
   * The form that is hashed and sent: no exponent, no trailing zero or point, no sign on zero.
   *
   * @throws IllegalArgumentException when it needs more than 8 decimals
   */
  public static String wire(BigDecimal value) {
    BigDecimal stripped = stripped(value);
    if (stripped.scale() > WIRE_DECIMALS) {
      throw new IllegalArgumentException(
          "the venue takes 8 decimals, "
              + value.toPlainString()
              + " has "
              + stripped.scale()
              + "; round it to the market's rules first");
    }
    return stripped.toPlainString();
  }

  /** The form of answers: as {@link #wire}, but at least one decimal and as many as it needs. */
  public static String shown(BigDecimal value) {
    BigDecimal stripped = stripped(value);
    return (stripped.scale() < 1 ? stripped.setScale(1) : stripped).toPlainString();
  }

  /**
   * Reads a plain decimal.
   *
   * @throws IllegalArgumentException for an exponent, a plus sign, white space, or more than 64
   *     characters
   */
  public static BigDecimal parse(String text) {
    if (text.length() > LONGEST || !PLAIN.matcher(text).matches()) {
      throw new IllegalArgumentException("a plain decimal was expected, not " + Hex.shown(text));
    }
    return stripped(new BigDecimal(text));
  }

  /**
   * A number read elsewhere, as this class would have read it.
   *
   * @throws IllegalArgumentException when writing it plainly would take more than 64 digits
   */
  public static BigDecimal exact(BigDecimal value) {
    if (Math.abs((long) value.scale()) > LONGEST || value.precision() > LONGEST) {
      throw new IllegalArgumentException("a plain decimal was expected, not " + value);
    }
    return stripped(value);
  }

  private static BigDecimal stripped(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
