package dev.orrery.market.check;

import dev.orrery.market.file.RecordedRows;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * How a file writes its times, told by the first one; all others must be written so too. Confined
 * to one thread.
 */
final class TimeText {
  /** Epoch seconds reach the first bound in the year 5138, milliseconds and microseconds alike. */
  private static final long SECONDS_BELOW = 100_000_000_000L;

  private static final long MILLIS_BELOW = 100_000_000_000_000L;
  private static final long MICROS_BELOW = 100_000_000_000_000_000L;

  private Kind kind;

  private TimeText(Kind kind) {
    this.kind = kind;
  }

  private enum Kind {
    UNKNOWN("not told"),
    SECONDS("epoch seconds"),
    MILLIS("epoch milliseconds"),
    MICROS("epoch microseconds"),
    NANOS("epoch nanoseconds"),
    ISO("dates, taken as UTC where they name no zone");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  static TimeText any() {
    return new TimeText(Kind.UNKNOWN);
  }

  /** A column whose name says its unit. */
  static TimeText named(String name) {
    return new TimeText(
        name.endsWith("_ms") ? Kind.MILLIS : name.endsWith("_s") ? Kind.SECONDS : Kind.UNKNOWN);
  }

  /** How times are written, in words. */
  String words() {
    return kind.words;
  }

  /**
   * Epoch milliseconds; {@link Long#MIN_VALUE} when it is written in another way, or not a time.
   */
  long millis(RecordedRows row, int column) {
    long number = whole(row, column);
    if (kind == Kind.UNKNOWN) {
      kind = number == Long.MIN_VALUE ? Kind.ISO : kindOf(number);
    }
    if (kind == Kind.ISO) {
      return number == Long.MIN_VALUE ? iso(row.text(column)) : Long.MIN_VALUE;
    }
    boolean other = number < 0 || (kind != Kind.SECONDS && kindOf(number) != kind);
    if (other) {
      return Long.MIN_VALUE;
    }
    return switch (kind) {
      case SECONDS -> number < SECONDS_BELOW ? number * 1_000 : Long.MIN_VALUE;
      case MILLIS -> number;
      case MICROS -> number / 1_000;
      case NANOS -> number / 1_000_000;
      case UNKNOWN, ISO -> Long.MIN_VALUE;
    };
  }

  /** A whole number, also one written with a point: {@code 1709251200.0}. */
  private static long whole(RecordedRows row, int column) {
    long number = row.whole(column);
    if (number != Long.MIN_VALUE) {
      return number;
    }
    double decimal = row.decimal(column);
    return decimal == Math.rint(decimal) && Math.abs(decimal) < MICROS_BELOW
        ? (long) decimal
        : Long.MIN_VALUE;
  }

  private static Kind kindOf(long number) {
    return number < SECONDS_BELOW
        ? Kind.SECONDS
        : number < MILLIS_BELOW ? Kind.MILLIS : number < MICROS_BELOW ? Kind.MICROS : Kind.NANOS;
  }

  private static long iso(String written) {
    String text = written.replace("\"", "").strip().replace(' ', 'T');
    try {
      if (text.length() == "2024-03-01".length()) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      }
      boolean zoned = text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:?\\d\\d");
      if (!zoned) {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
      }
      return text.endsWith("Z")
          ? Instant.parse(text).toEpochMilli()
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return Long.MIN_VALUE;
    }
  }
}
