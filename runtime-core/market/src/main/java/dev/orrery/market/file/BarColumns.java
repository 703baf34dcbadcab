package dev.orrery.market.file;

import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Sha256;

/** Recorded candles of one interval, oldest first, none twice. Immutable. */
public final class BarColumns implements MarketFile {
  private final Interval interval;
  private final long[] openTimes;
  private final double[] opens;
  private final double[] highs;
  private final double[] lows;
  private final double[] closes;
  private final double[] volumes;
  private final int firstLine;
  private final DataSummary summary;
  private final Sha256 digest;

  BarColumns(Interval interval, Columns columns, int firstLine, Sha256 digest) {
    this.interval = interval;
    this.openTimes = columns.times();
    this.opens = columns.numbers(0);
    this.highs = columns.numbers(1);
    this.lows = columns.numbers(2);
    this.closes = columns.numbers(3);
    this.volumes = columns.numbers(4);
    this.firstLine = firstLine;
    this.digest = digest;
    this.summary = DataSummary.of(openTimes.length, this::time, firstLine, interval.millis());
  }

  /** The table it was made of. */
  Columns columns() {
    return new Columns(openTimes, new double[][] {opens, highs, lows, closes, volumes});
  }

  /** Line of the first row. */
  int firstLine() {
    return firstLine;
  }

  /** The candles' length. */
  public Interval interval() {
    return interval;
  }

  @Override
  public int rows() {
    return openTimes.length;
  }

  /** The candle's close: when it is known. */
  @Override
  public long time(int row) {
    return openTimes[row] + interval.millis();
  }

  /** When a candle begins. */
  public long openTime(int row) {
    return openTimes[row];
  }

  /** First price. */
  public double open(int row) {
    return opens[row];
  }

  /** Highest price. */
  public double high(int row) {
    return highs[row];
  }

  /** Lowest price. */
  public double low(int row) {
    return lows[row];
  }

  /** Last price. */
  public double close(int row) {
    return closes[row];
  }

  /** Traded base units. */
  public double volume(int row) {
    return volumes[row];
  }

  @Override
  public DataSummary summary() {
    return summary;
  }

  @Override
  public Sha256 digest() {
    return digest;
  }

  @Override
  public long grid() {
    return interval.millis();
  }

  @Override
  public long pause() {
    return interval.millis();
  }

  @Override
  public boolean builds(Interval wanted) {
    return wanted.millis() % interval.millis() == 0;
  }
}
