package dev.orrery.testkit;

import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Candles out of rows of {@code open time, open, high, low, close, volume}. Immutable. */
final class GivenCandles implements Candles {
  private static final int OPEN = 1;
  private static final int HIGH = 2;
  private static final int LOW = 3;
  private static final int CLOSE = 4;
  private static final int VOLUME = 5;

  private final String symbol;
  private final Interval interval;
  private final double[][] rows;

  private GivenCandles(String symbol, Interval interval, double[][] rows) {
    this.symbol = symbol;
    this.interval = interval;
    this.rows = rows;
  }

  /** Rows with their open times, checked: rising, aligned, low and high around open and close. */
  static GivenCandles of(String symbol, Interval interval, List<double[]> rows) {
    double before = Double.NEGATIVE_INFINITY;
    List<double[]> checked = new ArrayList<>(rows.size());
    for (double[] row : rows) {
      if (row.length != VOLUME + 1 || !sound(row) || row[0] <= before) {
        throw new IllegalArgumentException(
            "candle of "
                + symbol
                + " must be open, high, low, close, volume after the one before it,"
                + " with low and high around the others: "
                + Arrays.toString(row));
      }
      if (interval.floor((long) row[0]) != (long) row[0]) {
        throw new IllegalArgumentException(
            "candle of " + symbol + " opens off its interval " + interval + ": " + (long) row[0]);
      }
      before = row[0];
      checked.add(row.clone());
    }
    return new GivenCandles(symbol, interval, checked.toArray(double[][]::new));
  }

  /** Rows that were checked one by one when they came. */
  static GivenCandles ofChecked(String symbol, Interval interval, List<double[]> rows) {
    return new GivenCandles(symbol, interval, rows.toArray(double[][]::new));
  }

  private static boolean sound(double[] row) {
    double low = Math.min(row[OPEN], row[CLOSE]);
    double high = Math.max(row[OPEN], row[CLOSE]);
    return row[LOW] > 0 && row[LOW] <= low && row[HIGH] >= high && row[VOLUME] >= 0;
  }

  GivenCandles last(int count) {
    int from = Math.max(0, rows.length - count);
    return new GivenCandles(symbol, interval, Arrays.copyOfRange(rows, from, rows.length));
  }

  @Override
  public int size() {
    return rows.length;
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
    return (long) at(index, 0);
  }

  @Override
  public double open(int index) {
    return at(index, OPEN);
  }

  @Override
  public double high(int index) {
    return at(index, HIGH);
  }

  @Override
  public double low(int index) {
    return at(index, LOW);
  }

  @Override
  public double close(int index) {
    return at(index, CLOSE);
  }

  @Override
  public double volume(int index) {
    return at(index, VOLUME);
  }

  @Override
  public double highest(int from, int to) {
    checkRange(from, to);
    double highest = high(from);
    for (int i = from + 1; i < to; i++) {
      highest = Math.max(highest, high(i));
    }
    return highest;
  }

  @Override
  public double lowest(int from, int to) {
    checkRange(from, to);
    double lowest = low(from);
    for (int i = from + 1; i < to; i++) {
      lowest = Math.min(lowest, low(i));
    }
    return lowest;
  }

  @Override
  public double meanClose(int from, int to) {
    checkRange(from, to);
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += close(i);
    }
    return sum / (to - from);
  }

  @Override
  public double[] closes() {
    double[] closes = new double[rows.length];
    for (int i = 0; i < closes.length; i++) {
      closes[i] = close(i);
    }
    return closes;
  }

  private double at(int index, int column) {
    return rows[Objects.checkIndex(index, rows.length)][column];
  }

  private void checkRange(int from, int to) {
    if (from >= to) {
      throw new IllegalArgumentException("candle range is empty: from " + from + " to " + to);
    }
    Objects.checkFromToIndex(from, to, rows.length);
  }
}
