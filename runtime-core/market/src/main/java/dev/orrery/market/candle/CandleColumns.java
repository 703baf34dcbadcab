package dev.orrery.market.candle;

/**
 * A block of candles as columns. One thread fills it from the front and never changes what it has
 * filled; readers look only at the part whose size was published to them.
 */
final class CandleColumns {
  final long[] openTime;
  final double[] open;
  final double[] high;
  final double[] low;
  final double[] close;
  final double[] volume;

  CandleColumns(int capacity) {
    openTime = new long[capacity];
    open = new double[capacity];
    high = new double[capacity];
    low = new double[capacity];
    close = new double[capacity];
    volume = new double[capacity];
  }

  int capacity() {
    return openTime.length;
  }

  /** A new block of {@code capacity} that begins with this one's candles {@code [from, to)}. */
  CandleColumns copy(int from, int to, int capacity) {
    CandleColumns copy = new CandleColumns(capacity);
    int count = to - from;
    System.arraycopy(openTime, from, copy.openTime, 0, count);
    System.arraycopy(open, from, copy.open, 0, count);
    System.arraycopy(high, from, copy.high, 0, count);
    System.arraycopy(low, from, copy.low, 0, count);
    System.arraycopy(close, from, copy.close, 0, count);
    System.arraycopy(volume, from, copy.volume, 0, count);
    return copy;
  }

  void set(int index, Candle candle) {
    openTime[index] = candle.openTime();
    open[index] = candle.open();
    high[index] = candle.high();
    low[index] = candle.low();
    close[index] = candle.close();
    volume[index] = candle.volume();
  }

  Candle get(int index) {
    return new Candle(
        openTime[index], open[index], high[index], low[index], close[index], volume[index]);
  }
}
