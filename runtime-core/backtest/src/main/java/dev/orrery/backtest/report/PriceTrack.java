package dev.orrery.backtest.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The price of one symbol as candles of the grid's parts. Confined to one thread. */
final class PriceTrack {
  private final Grid grid;
  private final List<Candle> candles = new ArrayList<>();
  private final double first;
  private Candle current;
  private int part;
  private long rows;
  private BigDecimal last;

  /** Begins with a first row, which is added then. */
  PriceTrack(Grid grid, long time, double open, double close) {
    this.grid = grid;
    this.first = close;
    this.part = grid.part(time);
    this.current = new Candle(time, open, open, open, open);
    this.last = BigDecimal.valueOf(close);
  }

  void add(long time, double open, double high, double low, double close) {
    int now = grid.part(time);
    if (now != part) {
      candles.add(current);
      part = now;
      current = new Candle(time, open, high, low, close);
    } else {
      current = current.with(time, high, low, close);
    }
    rows++;
    last = BigDecimal.valueOf(close);
  }

  long rows() {
    return rows;
  }

  /** The close of the latest row. */
  BigDecimal last() {
    return last;
  }

  /** The price right now over the first close. */
  double growth() {
    return current.close() / first;
  }

  List<Candle> candles() {
    List<Candle> all = new ArrayList<>(candles);
    all.add(current);
    return all;
  }
}
