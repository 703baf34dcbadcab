package dev.orrery.api.market;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The length of a candle. Candles are aligned to the epoch in UTC: an hour's candle opens on the
 * hour, a day's at midnight. Immutable.
 *
 * @param millis length in milliseconds, a whole number of seconds, at most seven days
 */
public record Interval(long millis) implements Comparable<Interval> {
  /** One second. */
  public static final Interval SECOND = new Interval(1_000);

  /** One minute. */
  public static final Interval MINUTE = new Interval(60_000);

  /** Five minutes. */
  public static final Interval FIVE_MINUTES = new Interval(300_000);

  /** Fifteen minutes. */
  public static final Interval FIFTEEN_MINUTES = new Interval(900_000);

  /** One hour. */
  public static final Interval HOUR = new Interval(3_600_000);

  /** Four hours. */
  public static final Interval FOUR_HOURS = new Interval(14_400_000);

  /** One day. */
  public static final Interval DAY = new Interval(86_400_000);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,7})([smhd])");

  /**
   * Checks.
   *
   * @throws IllegalArgumentException when not a whole number of seconds from one to a week
   */
  public Interval {
    if (millis < 1_000 || millis % 1_000 != 0 || millis > 7 * 86_400_000L) {
      throw new IllegalArgumentException(
          "interval must be a whole number of seconds, at most seven days: " + millis + " ms");
    }
  }

  /** A length such as {@code Duration.ofMinutes(3)}. */
  public static Interval of(Duration length) {
    return new Interval(length.toMillis());
  }

  /** Reads {@code "30s"}, {@code "5m"}, {@code "4h"} or {@code "1d"}. */
  public static Interval of(String text) {
    Matcher matcher = TEXT.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("interval '" + text + "' is not like 30s, 5m, 4h or 1d");
    }
    long count = Long.parseLong(matcher.group(1));
    return new Interval(
        switch (matcher.group(2)) {
          case "s" -> count * 1_000;
          case "m" -> count * 60_000;
          case "h" -> count * 3_600_000;
          default -> count * 86_400_000;
        });
  }

  /** The open time of the candle that holds the instant {@code epochMillis}. */
  public long floor(long epochMillis) {
    return Math.floorDiv(epochMillis, millis) * millis;
  }

  /** The length. */
  public Duration duration() {
    return Duration.ofMillis(millis);
  }

  @Override
  public int compareTo(Interval other) {
    return Long.compare(millis, other.millis);
  }

  /** The shortest text {@link #of(String)} reads: {@code 5m}, {@code 4h}. */
  @Override
  public String toString() {
    if (millis % 86_400_000 == 0) {
      return millis / 86_400_000 + "d";
    }
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + "h";
    }
    return millis % 60_000 == 0 ? millis / 60_000 + "m" : millis / 1_000 + "s";
  }
}
