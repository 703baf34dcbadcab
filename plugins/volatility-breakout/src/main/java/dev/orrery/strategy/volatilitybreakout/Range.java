package dev.orrery.strategy.volatilitybreakout;

import dev.orrery.api.market.Candles;

/**
 * The range of the candles before the newest one.
 *
 * @param high highest high
 * @param low lowest low
 * @param atr mean of the true ranges: a candle's span, widened to the close before it (Wilder 1978,
 *     with a plain mean in place of his smoothing)
 */
record Range(double high, double low, double atr) {
  /** Candles needed for a range of {@code lookback}: one before it and the newest. */
  static int candles(int lookback) {
    return lookback + 2;
  }

  /** The range before the newest candle, out of {@link #candles} candles. */
  static Range before(Candles bars) {
    int newest = bars.size() - 1;
    double sum = 0;
    for (int i = 1; i < newest; i++) {
      double previous = bars.close(i - 1);
      sum += Math.max(bars.high(i), previous) - Math.min(bars.low(i), previous);
    }
    return new Range(bars.highest(1, newest), bars.lowest(1, newest), sum / (newest - 1));
  }
}
