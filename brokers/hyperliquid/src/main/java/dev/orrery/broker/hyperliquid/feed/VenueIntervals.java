package dev.orrery.broker.hyperliquid.feed;

import dev.orrery.api.market.Interval;
import java.util.List;
import java.util.Optional;

/**
 * Candles the venue tells, and what others are put together from. Its longer ones are left out:
 * nobody says where they begin.
 */
final class VenueIntervals {
  private static final List<String> TOLD =
      List.of("1d", "12h", "8h", "4h", "2h", "1h", "30m", "15m", "5m", "3m", "1m");

  private VenueIntervals() {}

  /**
   * The longest the venue tells that fits into it a whole number of times; empty under a minute.
   */
  static Optional<Interval> base(Interval interval) {
    return TOLD.stream()
        .map(Interval::of)
        .filter(told -> interval.millis() % told.millis() == 0)
        .findFirst();
  }
}
