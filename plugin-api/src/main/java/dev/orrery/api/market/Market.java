package dev.orrery.api.market;

import java.util.Optional;
import java.util.Set;

/**
 * The market at the moment of one decision: every read of one decision sees the same moment.
 * Implemented by the runtime. Symbols are case-sensitive, an unknown one throws {@link
 * IllegalArgumentException} naming those that exist. Valid until {@code decide} returns; safe for
 * use by the threads of that call only.
 */
public interface Market {
  /** The symbols the feed knows. */
  Set<String> symbols();

  /** Rules of a symbol. */
  Instrument instrument(String symbol);

  /**
   * Current mark price.
   *
   * @throws IllegalStateException when no price has been seen yet
   */
  Mark mark(String symbol);

  /**
   * The last {@code count} finished candles, oldest first.
   *
   * @param count 1 to 5000
   * @return at most {@code count} candles; fewer when history is short and the strategy did not
   *     subscribe to more
   */
  Candles candles(String symbol, Interval interval, int count);

  /** Order book, where the feed has one. */
  Optional<Book> book(String symbol);

  /** Funding, where the symbol has it and the feed tells it. */
  Optional<Funding> funding(String symbol);
}
