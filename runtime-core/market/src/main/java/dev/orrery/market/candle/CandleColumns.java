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
    copyTo(copy, from, 0, to - from);
    return copy;
  }

  void copyTo(CandleColumns target, int from, int at, int count) {
    System.arraycopy(openTime, from, target.openTime, at, count);
    System.arraycopy(open, from, target.open, at, count);
    System.arraycopy(high, from, target.high, at, count);
    System.arraycopy(low, from, target.low, at, count);
    System.arraycopy(close, from, target.close, at, count);
    System.arraycopy(volume, from, target.volume, at, count);
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
