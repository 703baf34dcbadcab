package dev.orrery.api.action;

import java.util.Objects;

/** Checks shared by the actions. */
final class Reasons {
  private static final int MAX_REASON = 512;
  private static final String CUT = "...";

  private Reasons() {}

  /**
   * A reason for people, in one line: what controls a terminal becomes a space, and what is over
   * the limit is cut. A reason is never a cause to lose a decision.
   */
  static String reason(String reason, String action) {
    Objects.requireNonNull(reason, () -> action + " needs a reason, not null");
    String line = line(reason);
    if (line.isBlank()) {
      throw new IllegalArgumentException(action + " needs a reason");
    }
    if (line.length() <= MAX_REASON) {
      return line;
    }
    int end = MAX_REASON - CUT.length();
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + CUT;
  }

  static String symbol(String symbol, String action) {
    Objects.requireNonNull(symbol, () -> action + " needs a symbol, not null");
    if (symbol.isBlank()) {
      throw new IllegalArgumentException(action + " needs a symbol");
    }
    return symbol;
  }

  /** A strategy's own mark on an order. */
  static String label(String label, String action) {
    Objects.requireNonNull(label, () -> action + " needs a label, which may be empty, not null");
    if (label.length() > 64) {
      throw new IllegalArgumentException(action + " has a label of over 64 characters");
    }
    return line(label);
  }

  static <T> T given(T value, String action, String component) {
    return Objects.requireNonNull(value, () -> action + " needs " + component + ", not null");
  }

  private static String line(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (controls(text.charAt(i))) {
        StringBuilder line = new StringBuilder(text.length());
        for (int j = 0; j < text.length(); j++) {
          line.append(controls(text.charAt(j)) ? ' ' : text.charAt(j));
        }
        return line.toString();
      }
    }
    return text;
  }

  /** Control characters, and those that turn the direction of a line. */
  private static boolean controls(char letter) {
    return Character.isISOControl(letter)
        || (letter >= '\u2028' && letter <= '\u202e')
        || (letter >= '\u2066' && letter <= '\u2069');
  }
}
