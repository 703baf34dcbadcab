package dev.orrery.market;

import dev.orrery.api.market.Interval;
import dev.orrery.market.candle.Candle;
import dev.orrery.market.candle.CandleSeries;
import dev.orrery.market.candle.CandleSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All series of a board, by place of their symbol and then by interval, smallest first. Confined to
 * whoever publishes; {@link #kept} may be called by any thread.
 */
final class KeptCandles {
  private final CandleSeries[][] series;
  private volatile List<Kept> kept = List.of();

  /** End of the candle that ends first of all; never later than the truth. */
  private long nextEnd = Long.MAX_VALUE;

  KeptCandles(int symbols) {
    series = new CandleSeries[symbols][0];
  }

  List<Kept> kept() {
    return kept;
  }

  long nextEnd() {
    return nextEnd;
  }

  /** Adds a series, or lets one keep more. */
  void keep(int place, Kept wanted, long seenUntil) {
    CandleSeries existing = find(place, wanted.interval());
    if (existing == null) {
      CandleSeries[] all = Arrays.copyOf(series[place], series[place].length + 1);
      all[all.length - 1] =
          new CandleSeries(wanted.symbol(), wanted.interval(), wanted.history(), seenUntil);
      Arrays.sort(all, (a, b) -> a.interval().compareTo(b.interval()));
      series[place] = all;
    } else {
      existing.keepAtLeast(wanted.history());
    }
    List<Kept> now = new ArrayList<>();
    for (CandleSeries[] ofSymbol : series) {
      for (CandleSeries one : ofSymbol) {
        now.add(new Kept(one.symbol(), one.interval(), one.keep()));
      }
    }
    kept = List.copyOf(now);
  }

  /** Takes a trade; whether a candle began with it. */
  boolean trade(int place, long time, double price, double size) {
    boolean began = false;
    for (CandleSeries one : series[place]) {
      began |= one.trade(time, price, size);
    }
    return began;
  }

  /** Takes a finished candle of the feed; whether a candle of a larger interval began with it. */
  boolean bar(int place, Interval interval, Candle candle) {
    boolean began = false;
    for (CandleSeries one : series[place]) {
      if (one.interval().millis() == interval.millis()) {
        one.whole(candle);
      } else {
        began |= one.part(interval.millis(), candle);
      }
    }
    return began;
  }

  /** Takes a candle so far; whether one is under construction by it. */
  boolean soFar(int place, MarketEvent.Bar bar) {
    CandleSeries one = find(place, bar.interval());
    return one != null
        && one.soFar(
            new Candle(
                bar.openTime(), bar.open(), bar.high(), bar.low(), bar.close(), bar.volume()));
  }

  /** Closes a symbol's candles that end by {@code limit}, smaller intervals first. */
  List<MarketEvent.Bar> closeSymbol(int place, long limit) {
    if (limit < nextEnd) {
      return List.of();
    }
    List<MarketEvent.Bar> closed = new ArrayList<>(4);
    for (CandleSeries one : series[place]) {
      for (Candle candle = one.close(limit); candle != null; candle = one.close(limit)) {
        closed.add(bar(one, candle));
      }
    }
    findNextEnd();
    return closed;
  }

  /** Fills a symbol's series; whether one has a candle under construction now. */
  boolean fill(int place, String symbol, MarketEvent.History history) {
    boolean forming = false;
    for (CandleSeries one : series[place]) {
      List<Candle> candles = new ArrayList<>();
      for (MarketEvent.Bar bar : history.bars()) {
        if (bar.symbol().equals(symbol) && bar.interval().equals(one.interval())) {
          candles.add(
              new Candle(
                  bar.openTime(), bar.open(), bar.high(), bar.low(), bar.close(), bar.volume()));
        }
      }
      if (!candles.isEmpty()) {
        one.fill(candles, history.time());
        forming |= one.nextEnd() != Long.MAX_VALUE;
      }
    }
    return forming;
  }

  CandleSlice[] slices(int place) {
    CandleSeries[] all = series[place];
    CandleSlice[] slices = new CandleSlice[all.length];
    for (int i = 0; i < all.length; i++) {
      slices[i] = all[i].slice();
    }
    return slices;
  }

  /** Tells the ends of a symbol's candles under construction that were not told yet. */
  void eachNewEnd(int place, LongConsumer consumer) {
    for (CandleSeries one : series[place]) {
      for (long end = one.untoldEnd(); end != Long.MAX_VALUE; end = one.untoldEnd()) {
        nextEnd = Math.min(nextEnd, end);
        consumer.accept(end);
      }
    }
  }

  private void findNextEnd() {
    long first = Long.MAX_VALUE;
    for (CandleSeries[] ofSymbol : series) {
      for (CandleSeries one : ofSymbol) {
        first = Math.min(first, one.nextEnd());
      }
    }
    nextEnd = first;
  }

  private @Nullable CandleSeries find(int place, Interval interval) {
    for (CandleSeries one : series[place]) {
      if (one.interval().equals(interval)) {
        return one;
      }
    }
    return null;
  }

  private static MarketEvent.Bar bar(CandleSeries of, Candle candle) {
    Interval interval = of.interval();
    return new MarketEvent.Bar(
        of.symbol(),
        interval,
        candle.openTime(),
        candle.openTime() + interval.millis(),
        candle.open(),
        candle.high(),
        candle.low(),
        candle.close(),
        candle.volume());
  }
}
