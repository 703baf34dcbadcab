package dev.orrery.market.candle;

import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import java.util.Arrays;
import java.util.Objects;

/** A run of candles with fixed bounds: stays what it is when its series grows or is trimmed. */
final class CandleWindow implements Candles {
  private final String symbol;
  private final Interval interval;
  private final CandleColumns columns;
  private final int from;
  private final int size;

  CandleWindow(String symbol, Interval interval, CandleColumns columns, int from, int size) {
    this.symbol = symbol;
    this.interval = interval;
    this.columns = columns;
    this.from = from;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String symbol() {
    return symbol;
  }

  @Override
  public Interval interval() {
    return interval;
  }

  @Override
  public long openTime(int index) {
    return columns.openTime[at(index)];
  }

  @Override
  public double open(int index) {
    return columns.open[at(index)];
  }

  @Override
  public double high(int index) {
    return columns.high[at(index)];
  }

  @Override
  public double low(int index) {
    return columns.low[at(index)];
  }

  @Override
  public double close(int index) {
    return columns.close[at(index)];
  }

  @Override
  public double volume(int index) {
    return columns.volume[at(index)];
  }

  @Override
  public double highest(int start, int end) {
    checkRange(start, end);
    double[] highs = columns.high;
    double highest = highs[from + start];
    for (int i = from + start + 1; i < from + end; i++) {
      highest = Math.max(highest, highs[i]);
    }
    return highest;
  }

  @Override
  public double lowest(int start, int end) {
    checkRange(start, end);
    double[] lows = columns.low;
    double lowest = lows[from + start];
    for (int i = from + start + 1; i < from + end; i++) {
      lowest = Math.min(lowest, lows[i]);
    }
    return lowest;
  }

  @Override
  public double meanClose(int start, int end) {
    checkRange(start, end);
    double[] closes = columns.close;
    double sum = 0;
    for (int i = from + start; i < from + end; i++) {
      sum += closes[i];
    }
    return sum / (end - start);
  }

  @Override
  public double[] closes() {
    return Arrays.copyOfRange(columns.close, from, from + size);
  }

  @Override
  public String toString() {
    return size + " candles of " + symbol + " " + interval;
  }

  private int at(int index) {
    return from + Objects.checkIndex(index, size);
  }

  private void checkRange(int start, int end) {
    if (start >= end) {
      throw new IllegalArgumentException("empty range of candles: [" + start + ", " + end + ")");
    }
    Objects.checkFromToIndex(start, end, size);
  }
}
