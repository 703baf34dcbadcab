package dev.orrery.market.replay;

import dev.orrery.api.market.Interval;
import dev.orrery.market.MarketEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Candles of the steps before one, as the board would have built them from the first step on. */
final class PastCandles {
  private static final int MAX_UNFINISHED = 2;

  private final Course course;
  private final Interval interval;

  PastCandles(Course course, Interval interval) {
    this.course = course;
    this.interval = interval;
  }

  /**
   * The last candles of the steps before {@code end}, oldest first.
   *
   * @param finished at most so many of those that ended by {@code now}; the one under construction
   *     comes on top, and one that ends at the very next instant
   */
  List<MarketEvent.Bar> before(long end, int finished, long now) {
    long step = firstStep(end, finished + MAX_UNFINISHED);
    ArrayDeque<MarketEvent.Bar> bars = new ArrayDeque<>();
    for (; step < end; step++) {
      MarketEvent.Bar part = part(course.event(step));
      MarketEvent.Bar last = bars.peekLast();
      if (last != null && last.openTime() == part.openTime()) {
        bars.removeLast();
        bars.add(join(last, part));
      } else {
        bars.add(part);
      }
    }
    int most = finished;
    for (MarketEvent.Bar bar : bars) {
      most += bar.time() > now ? 1 : 0;
    }
    while (bars.size() > most) {
      bars.removeFirst();
    }
    return new ArrayList<>(bars);
  }

  /** First step of the last {@code count} candles before {@code end}. */
  private long firstStep(long end, int count) {
    long step = end;
    long openTime = Long.MIN_VALUE;
    int found = 0;
    while (step > 0) {
      long before = part(course.event(step - 1)).openTime();
      if (before != openTime) {
        if (found == count) {
          return step;
        }
        found++;
        openTime = before;
      }
      step--;
    }
    return step;
  }

  /** What one event gives to its candle. */
  private MarketEvent.Bar part(MarketEvent event) {
    return switch (event) {
      case MarketEvent.Trade trade ->
          bar(
              interval.floor(trade.time()),
              trade.price(),
              trade.price(),
              trade.price(),
              trade.price(),
              trade.size());
      case MarketEvent.Bar bar ->
          bar(
              interval.floor(bar.openTime()),
              bar.open(),
              bar.high(),
              bar.low(),
              bar.close(),
              bar.volume());
      default -> throw new IllegalArgumentException("not a recorded event: " + event);
    };
  }

  private MarketEvent.Bar join(MarketEvent.Bar first, MarketEvent.Bar later) {
    return bar(
        first.openTime(),
        first.open(),
        Math.max(first.high(), later.high()),
        Math.min(first.low(), later.low()),
        later.close(),
        first.volume() + later.volume());
  }

  private MarketEvent.Bar bar(
      long openTime, double open, double high, double low, double close, double volume) {
    return new MarketEvent.Bar(
        course.symbol(),
        interval,
        openTime,
        openTime + interval.millis(),
        open,
        high,
        low,
        close,
        volume);
  }
}
