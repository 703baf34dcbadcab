package dev.orrery.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and a unit, {@code 500ms 30s 5m 2h 7d}. */
final class Durations {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");
  private static final Pattern BARE = Pattern.compile("\\d+(\\.\\d+)?");

  private Durations() {}

  static Duration read(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      if (BARE.matcher(text).matches()) {
        throw new Mismatch(
            "the unit is missing", "write " + text + "s, " + text + "m or " + text + "h");
      }
      throw new Mismatch("", "a whole number and one of ms, s, m, h, d");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** The shortest text that {@link #read} reads back, down to milliseconds. */
  static String print(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    if (millis % 86_400_000 == 0) {
      return millis / 86_400_000 + "d";
    }
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}
