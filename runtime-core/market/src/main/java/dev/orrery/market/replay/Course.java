package dev.orrery.market.replay;

import dev.orrery.market.MarketEvent;
import dev.orrery.market.file.BarColumns;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.file.TradeColumns;

/**
 * The rows of a recording, lap after lap, on the timeline. A step is a row of a lap, counted from
 * the first row of the first lap; each lap lies behind the one before by the span of the data and a
 * natural pause, so that time never goes back. Immutable.
 */
final class Course {
  private final String symbol;
  private final MarketFile file;
  private final int rows;
  private final long span;
  private final long shift;

  /**
   * A course.
   *
   * @param shift milliseconds that everything is moved by
   */
  Course(String symbol, MarketFile file, long shift) {
    this.symbol = symbol;
    this.file = file;
    this.rows = file.rows();
    this.span = file.time(rows - 1) - file.time(0) + file.pause();
    this.shift = shift;
  }

  Course shiftedBy(long millis) {
    return new Course(symbol, file, shift + millis);
  }

  String symbol() {
    return symbol;
  }

  MarketFile file() {
    return file;
  }

  long step(long row, int lap) {
    return (long) lap * rows + row;
  }

  int row(long step) {
    return step < rows ? (int) step : (int) (step % rows);
  }

  int lap(long step) {
    return (int) (step / rows);
  }

  /** When a step happens. */
  long time(long step) {
    return file.time(row(step)) + offset(step);
  }

  /** The event of a step. */
  MarketEvent event(long step) {
    int row = row(step);
    long offset = offset(step);
    return switch (file) {
      case TradeColumns trades ->
          new MarketEvent.Trade(
              symbol, trades.time(row) + offset, trades.price(row), trades.size(row));
      case BarColumns bars -> bar(bars, row, offset);
    };
  }

  private MarketEvent.Bar bar(BarColumns bars, int row, long offset) {
    return new MarketEvent.Bar(
        symbol,
        bars.interval(),
        bars.openTime(row) + offset,
        bars.time(row) + offset,
        bars.open(row),
        bars.high(row),
        bars.low(row),
        bars.close(row),
        bars.volume(row));
  }

  private long offset(long step) {
    return step < rows ? shift : shift + step / rows * span;
  }
}
