package dev.orrery.api;

import dev.orrery.api.market.Interval;

/**
 * Candles a strategy will read: they are loaded before its first firing. With too little history
 * the strategy is <i>not ready</i>, its firings are skipped, and that is no failure.
 *
 * @param symbol instrument
 * @param interval candle length
 * @param history finished candles that must exist, 1 to 5000
 */
public record Subscription(String symbol, Interval interval, int history) {
  /** Checks. */
  public Subscription {
    if (symbol.isBlank() || history < 1 || history > 5_000) {
      throw new IllegalArgumentException(
          "subscription needs a symbol and 1 to 5000 candles: '" + symbol + "', " + history);
    }
  }
}
