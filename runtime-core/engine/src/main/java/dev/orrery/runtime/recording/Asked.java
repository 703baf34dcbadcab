package dev.orrery.runtime.recording;

import dev.orrery.api.market.Interval;

/** What a decision asks its context for, in words that are the same whenever it asks again. */
public final class Asked {
  private static final int MOST_CANDLES = 5_000;

  private Asked() {}

  /** For a mark price. */
  public static String mark(String symbol) {
    return "the mark price of " + symbol;
  }

  /** For the rules of a symbol. */
  public static String instrument(String symbol) {
    return "the rules of " + symbol;
  }

  /** For candles. */
  public static String candles(String symbol, Interval interval, int count) {
    return count + " candles of " + symbol + " " + interval;
  }

  /**
   * Checks how many candles are asked for.
   *
   * @throws IllegalArgumentException when not 1 to 5000
   */
  public static void requireCount(String symbol, Interval interval, int count) {
    if (count < 1 || count > MOST_CANDLES) {
      throw new IllegalArgumentException(
          "candles of " + symbol + " " + interval + ": count must be 1 to 5000, is " + count);
    }
  }

  /** For an order book. */
  public static String book(String symbol) {
    return "the book of " + symbol;
  }

  /** For funding. */
  public static String funding(String symbol) {
    return "the funding of " + symbol;
  }

  /** For a write to the strategy's state. */
  public static String write(String key) {
    return "a write to state key '" + key + "'";
  }
}
