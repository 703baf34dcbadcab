package dev.orrery.market.file;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads numbers from bytes, exactly as {@link Double#parseDouble} would, without making texts. */
final class Numbers {
  /** Every whole number up to here is a double. */
  private static final long MAX_EXACT = 1L << 53;

  private static final int MAX_EXACT_POWER = 22;
  private static final double[] POWERS = new double[MAX_EXACT_POWER + 1];
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

  static {
    double power = 1;
    for (int i = 0; i <= MAX_EXACT_POWER; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private Numbers() {}

  /**
   * The double nearest to the decimal in {@code [from, to)}; NaN when that is not one.
   *
   * <p>A mantissa below 2^53 over a power of ten up to 10^22 are both exact doubles, so that one
   * division rounds once, which is the nearest double (Clinger 1990). Everything else takes the
   * long way.
   */
  static double decimal(byte[] bytes, int from, int to) {
    long mantissa = 0;
    int scale = 0;
    int zeros = 0;
    boolean point = false;
    boolean digits = false;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        if (bytes[i] != '.' || point) {
          return slowDecimal(bytes, from, to);
        }
        point = true;
        continue;
      }
      digits = true;
      if (point && digit == 0) {
        zeros++;
        continue;
      }
      for (; zeros > 0; zeros--) {
        mantissa *= 10;
        scale++;
        if (mantissa >= MAX_EXACT) {
          return slowDecimal(bytes, from, to);
        }
      }
      mantissa = mantissa * 10 + digit;
      if (point) {
        scale++;
      }
      if (mantissa >= MAX_EXACT) {
        return slowDecimal(bytes, from, to);
      }
    }
    return digits && scale <= MAX_EXACT_POWER
        ? mantissa / POWERS[scale]
        : slowDecimal(bytes, from, to);
  }

  /** The whole number in {@code [from, to)}; {@link Long#MIN_VALUE} when that is not one. */
  static long whole(byte[] bytes, int from, int to) {
    boolean negative = from < to && bytes[from] == '-';
    int first = negative ? from + 1 : from;
    if (first >= to || to - first > 18) {
      return Long.MIN_VALUE;
    }
    long value = 0;
    for (int i = first; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return Long.MIN_VALUE;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  private static double slowDecimal(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
  }
}
