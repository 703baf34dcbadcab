package dev.orrery.market.candle;

import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;

/** The finished candles of a series at one moment. Immutable; safe for any thread. */
public final class CandleSlice {
  private final String symbol;
  private final Interval interval;
  private final CandleColumns columns;
  private final int size;

  CandleSlice(String symbol, Interval interval, CandleColumns columns, int size) {
    this.symbol = symbol;
    this.interval = interval;
    this.columns = columns;
    this.size = size;
  }

  /** The candles' length. */
  public Interval interval() {
    return interval;
  }

  /** The last {@code count} of them, fewer if there are fewer. */
  public Candles last(int count) {
    int taken = Math.min(Math.max(count, 0), size);
    return new CandleWindow(symbol, interval, columns, size - taken, taken);
  }
}
