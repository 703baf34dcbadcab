package dev.orrery.backtest.report;

/**
 * So much of a price.
 *
 * @param time of its last row, epoch milliseconds
 */
public record Candle(long time, double open, double high, double low, double close) {
  Candle with(long at, double top, double bottom, double end) {
    return new Candle(at, open, Math.max(high, top), Math.min(low, bottom), end);
  }
}
