package dev.orrery.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Values as the texts PostgreSQL reads. */
final class Texts {
  private static final char REPLACEMENT = '\uFFFD';

  /** PostgreSQL's timestamps end here; what is later is for ever. */
  private static final long LAST_SECOND = 9_224_318_015_999L;

  private static final long FIRST_SECOND = -210_866_803_200L;

  private Texts() {}

  /**
   * A text PostgreSQL can hold: it knows neither NUL nor half a surrogate pair, in text as in JSON.
   * Both become U+FFFD. Nearly always the very text.
   */
  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return cleanFrom(text, i);
      }
    }
    return text;
  }

  static @Nullable String cleanOrNull(@Nullable String text) {
    return text == null ? null : clean(text);
  }

  private static String cleanFrom(String text, int start) {
    StringBuilder clean = new StringBuilder(text.length()).append(text, 0, start);
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        clean.append(c).append(text.charAt(++i));
      } else {
        clean.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return clean.toString();
  }

  static String time(long epochMillis) {
    return time(Instant.ofEpochMilli(epochMillis));
  }

  static String time(Instant instant) {
    if (instant.getEpochSecond() > LAST_SECOND) {
      return "infinity";
    }
    return instant.getEpochSecond() < FIRST_SECOND ? "-infinity" : isoYears(instant);
  }

  /** PostgreSQL wants years before 1 and after 9999 written its own way. */
  private static String isoYears(Instant instant) {
    String text = instant.toString();
    if (text.startsWith("+")) {
      return text.substring(1);
    }
    if (!text.startsWith("-") && !text.startsWith("0000")) {
      return text;
    }
    int end = text.indexOf('-', 1);
    int year = 1 - Integer.parseInt(text.substring(0, end));
    return "%04d%s BC".formatted(year, text.substring(end));
  }

  static String flag(boolean value) {
    return value ? "t" : "f";
  }
}
