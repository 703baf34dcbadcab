package dev.orrery.exchange.venue.market;

import dev.orrery.hyperliquid.wire.info.Candle;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The candles of one length, the last 5,000. */
final class CandleSeries {
  private static final int KEPT = 5_000;

  private final String coin;
  private final CandleStep step;
  private final Deque<Candle> candles = new ArrayDeque<>();

  CandleSeries(String coin, CandleStep step) {
    this.coin = coin;
    this.step = step;
  }

  /** Takes trading of one moment in; of a time that is over it is left out. */
  void add(long time, Candle trading) {
    long open = step.openTime(time);
    Candle last = candles.peekLast();
    if (last != null && open < last.openTime()) {
      return;
    }
    Candle now;
    if (last != null && open == last.openTime()) {
      candles.removeLast();
      now = joined(last, trading);
    } else {
      now = moved(trading, open);
      if (candles.size() == KEPT) {
        candles.removeFirst();
      }
    }
    candles.addLast(now);
  }

  /** Those that begin within a range, the last {@code limit} of them. */
  List<Candle> between(long from, long to, int limit) {
    List<Candle> found = new ArrayList<>();
    for (var all = candles.descendingIterator(); all.hasNext() && found.size() < limit; ) {
      Candle candle = all.next();
      if (candle.openTime() < from) {
        break;
      }
      if (candle.openTime() <= to) {
        found.add(candle);
      }
    }
    return found.reversed();
  }

  List<Candle> all() {
    return List.copyOf(candles);
  }

  void load(List<Candle> saved) {
    candles.addAll(saved);
  }

  private Candle moved(Candle trading, long open) {
    return new Candle(
        open,
        step.closeTime(open),
        coin,
        step.wire(),
        trading.open(),
        trading.close(),
        trading.high(),
        trading.low(),
        trading.volume(),
        trading.trades());
  }

  private static Candle joined(Candle last, Candle more) {
    BigDecimal high = last.high().max(more.high());
    BigDecimal low = last.low().min(more.low());
    return new Candle(
        last.openTime(),
        last.closeTime(),
        last.coin(),
        last.interval(),
        last.open(),
        more.close(),
        high,
        low,
        last.volume().add(more.volume()),
        last.trades() + more.trades());
  }
}
