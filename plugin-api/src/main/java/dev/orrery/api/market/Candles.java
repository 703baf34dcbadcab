package dev.orrery.api.market;

/**
 * A run of finished candles of one symbol and interval, oldest first: index 0 is the oldest, {@code
 * size() - 1} the one that closed last. Columns of doubles, for indicators. Implemented by the
 * runtime; read-only.
 *
 * <p>There is no candle for a stretch without trades, so neighbours may lie more than one interval
 * apart. A candle that is still forming is never among them: nothing here can look ahead.
 *
 * <p>Valid until {@code decide} returns. An index outside {@code [0, size)} throws {@link
 * IndexOutOfBoundsException}; an empty or reversed range throws {@link IllegalArgumentException}.
 */
public interface Candles {
  /** How many candles there are; fewer than asked for only when history is short. */
  int size();

  /** The candles' symbol. */
  String symbol();

  /** The candles' length. */
  Interval interval();

  /** Open time of a candle in epoch milliseconds, UTC. */
  long openTime(int index);

  /** First price. */
  double open(int index);

  /** Highest price. */
  double high(int index);

  /** Lowest price. */
  double low(int index);

  /** Last price. */
  double close(int index);

  /** Traded base units; 0 where the source has no volume. */
  double volume(int index);

  /** Highest high of the candles {@code [from, to)}. */
  double highest(int from, int to);

  /** Lowest low of the candles {@code [from, to)}. */
  double lowest(int from, int to);

  /** Mean close of the candles {@code [from, to)}, summed from the oldest to the newest. */
  double meanClose(int from, int to);

  /** Close of the newest candle. */
  default double lastClose() {
    return close(size() - 1);
  }

  /** A copy of the closes, oldest first. */
  double[] closes();
}
