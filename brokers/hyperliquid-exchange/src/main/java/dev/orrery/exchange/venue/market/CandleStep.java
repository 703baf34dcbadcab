package dev.orrery.exchange.venue.market;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** The lengths candles have. All begin with the epoch but weeks, on Mondays, and months. */
public enum CandleStep {
  /** A minute. */
  M1("1m", 1),
  /** Three minutes. */
  M3("3m", 3),
  /** Five minutes. */
  M5("5m", 5),
  /** A quarter of an hour. */
  M15("15m", 15),
  /** Half an hour. */
  M30("30m", 30),
  /** An hour. */
  H1("1h", 60),
  /** Two hours. */
  H2("2h", 120),
  /** Four hours. */
  H4("4h", 240),
  /** Eight hours. */
  H8("8h", 480),
  /** Half a day. */
  H12("12h", 720),
  /** A day. */
  D1("1d", 1440),
  /** Three days. */
  D3("3d", 3 * 1440),
  /** A week. */
  W1("1w", 7 * 1440),
  /** A month of the calendar. */
  MONTH("1M", 0);

  private static final long MINUTE = 60_000;

  /** 1970-01-05 was a Monday. */
  private static final long FIRST_MONDAY = 4 * 1440 * MINUTE;

  private final String wire;
  private final long millis;

  CandleStep(String wire, long minutes) {
    this.wire = wire;
    this.millis = minutes * MINUTE;
  }

  /** The length of that name. */
  public static Optional<CandleStep> of(String wire) {
    for (CandleStep step : values()) {
      if (step.wire.equals(wire)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  /** Its name, as {@code 15m}. */
  public String wire() {
    return wire;
  }

  /** When the candle of a time begins. */
  long openTime(long time) {
    if (this == MONTH) {
      return month(time).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }
    long origin = this == W1 ? FIRST_MONDAY : 0;
    return time - Math.floorMod(time - origin, millis);
  }

  /** The last millisecond of the candle that begins then. */
  long closeTime(long openTime) {
    if (this == MONTH) {
      YearMonth next = month(openTime).plusMonths(1);
      return next.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli() - 1;
    }
    return openTime + millis - 1;
  }

  private static YearMonth month(long time) {
    return YearMonth.from(Instant.ofEpochMilli(time).atZone(ZoneOffset.UTC));
  }
}
