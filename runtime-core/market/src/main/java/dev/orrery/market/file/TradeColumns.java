package dev.orrery.market.file;

import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Sha256;

/** Recorded trades in venue order; several may share a time. Immutable. */
public final class TradeColumns implements MarketFile {
  private static final long GAP_MILLIS = 600_000;
  private static final long SECOND = 1_000;

  private final long[] times;
  private final double[] prices;
  private final double[] sizes;
  private final int firstLine;
  private final DataSummary summary;
  private final Sha256 digest;

  TradeColumns(Columns columns, int firstLine, Sha256 digest) {
    this.times = columns.times();
    this.prices = columns.numbers(0);
    this.sizes = columns.numbers(1);
    this.firstLine = firstLine;
    this.digest = digest;
    this.summary = DataSummary.of(times.length, row -> times[row], firstLine, GAP_MILLIS);
  }

  /** The table it was made of. */
  Columns columns() {
    return new Columns(times, new double[][] {prices, sizes});
  }

  /** Line of the first row. */
  int firstLine() {
    return firstLine;
  }

  @Override
  public int rows() {
    return times.length;
  }

  @Override
  public long time(int row) {
    return times[row];
  }

  /** Price of a trade. */
  public double price(int row) {
    return prices[row];
  }

  /** Base units of a trade; recordings hold trades of 0, rounded away by the venue. */
  public double size(int row) {
    return sizes[row];
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
    return SECOND;
  }

  /** The mean distance of two trades, in whole seconds. */
  @Override
  public long pause() {
    long mean = times.length < 2 ? 0 : (summary.to() - summary.from()) / (times.length - 1);
    return Math.max(1, Math.ceilDiv(mean, SECOND)) * SECOND;
  }

  @Override
  public boolean builds(Interval interval) {
    return true;
  }
}
