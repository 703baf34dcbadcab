package dev.orrery.broker.hyperliquid.feed;

import dev.orrery.api.market.Interval;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.market.MarketEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The candles of one symbol and interval, put together from those the venue tells. Of the venue's
 * candles it keeps the ones the candle under construction is made of. Thread-safe; who takes or
 * joins and then publishes holds its monitor over both, so that the board hears them in one order.
 */
final class CandleParts {
  private final String symbol;
  private final Interval interval;
  private final Interval base;
  private final NavigableMap<Long, Candle> parts = new TreeMap<>();
  private int wanted;

  CandleParts(String symbol, Interval interval, Interval base, int wanted) {
    this.symbol = symbol;
    this.interval = interval;
    this.base = base;
    this.wanted = wanted;
  }

  String symbol() {
    return symbol;
  }

  /** The venue's interval they are made of. */
  Interval base() {
    return base;
  }

  synchronized void want(int count) {
    wanted = Math.max(wanted, count);
  }

  synchronized int wanted() {
    return wanted;
  }

  /** When the venue's candles have to begin, for {@code count} finished ones at {@code now}. */
  long from(int count, long now) {
    return interval.floor(now) - count * interval.millis();
  }

  /** Takes what the venue tells of one of its candles; gives the one under construction so far. */
  synchronized MarketEvent.Bar take(Candle told) {
    long openTime = interval.floor(told.openTime());
    parts.headMap(openTime).clear();
    parts.put(told.openTime(), told);
    return joined(openTime, parts.subMap(openTime, openTime + interval.millis()).values());
  }

  /**
   * Puts the venue's candles together, oldest first; the last may still be under construction, and
   * is gone on with.
   */
  synchronized List<MarketEvent.Bar> join(List<Candle> told) {
    NavigableMap<Long, List<Candle>> groups = new TreeMap<>();
    for (Candle candle : told) {
      groups
          .computeIfAbsent(interval.floor(candle.openTime()), open -> new ArrayList<>())
          .add(candle);
    }
    List<MarketEvent.Bar> bars = new ArrayList<>(groups.size());
    groups.forEach((openTime, group) -> bars.add(joined(openTime, group)));
    if (!groups.isEmpty() && (parts.isEmpty() || groups.lastKey() >= parts.firstKey())) {
      long last = groups.lastKey();
      parts.headMap(last).clear();
      groups
          .lastEntry()
          .getValue()
          .forEach(it -> parts.merge(it.openTime(), it, CandleParts::newer));
      bars.set(
          bars.size() - 1, joined(last, parts.subMap(last, last + interval.millis()).values()));
    }
    return bars;
  }

  /** News overtakes answers: of two accounts of a candle the one with more trades is later. */
  private static Candle newer(Candle pushed, Candle asked) {
    return pushed.trades() > asked.trades() ? pushed : asked;
  }

  private MarketEvent.Bar joined(long openTime, Iterable<Candle> group) {
    double open = Double.NaN;
    double high = Double.NEGATIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    double close = Double.NaN;
    double volume = 0;
    for (Candle part : group) {
      open = Double.isNaN(open) ? part.open().doubleValue() : open;
      high = Math.max(high, part.high().doubleValue());
      low = Math.min(low, part.low().doubleValue());
      close = part.close().doubleValue();
      volume += part.volume().doubleValue();
    }
    return new MarketEvent.Bar(
        symbol, interval, openTime, openTime + interval.millis(), open, high, low, close, volume);
  }
}
