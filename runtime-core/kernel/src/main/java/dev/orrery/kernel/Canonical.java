package dev.orrery.kernel;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Takes the parts of a record that must be the same when it is made again, in a fixed order. Two
 * implementations: {@link CanonicalDigest} hashes them, {@link CanonicalText} shows them.
 */
public interface Canonical {
  /** Begins a record of this type. */
  Canonical begin(String type);

  /** A text; null is told apart from empty. */
  Canonical text(@Nullable String value);

  /** A whole number. */
  Canonical number(long value);

  /** A double by its bits. */
  Canonical real(double value);

  /** A decimal by its value, however scaled. */
  default Canonical decimal(@Nullable BigDecimal value) {
    return text(value == null ? null : value.signum() == 0 ? "0" : shortest(value));
  }

  /** Without zeros at the end of its decimals; money has none, and need not be divided for that. */
  private static String shortest(BigDecimal value) {
    String plain = value.toPlainString();
    if (value.scale() <= 0) {
      return plain;
    }
    int end = plain.length();
    while (plain.charAt(end - 1) == '0') {
      end--;
    }
    return plain.substring(0, plain.charAt(end - 1) == '.' ? end - 1 : end);
  }
}
