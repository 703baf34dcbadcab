package dev.orrery.market;

import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The market at one moment: does not change while it is looked at, whatever the feed does. Cheap to
 * take. Safe for any thread. Unknown symbols give null, NaN or {@link Long#MIN_VALUE}.
 */
public interface MarketSnapshot {
  /** Its moment on the timeline, epoch milliseconds. */
  long time();

  /** All symbols of the feed. */
  Set<String> symbols();

  /** Rules of a symbol. */
  @Nullable Instrument instrument(String symbol);

  /** Mark price, or the mid where the feed has none; NaN before the first. */
  double mark(String symbol);

  /** When the mark last changed or was confirmed. */
  long markTime(String symbol);

  /** When a mid of this symbol last came from the feed: what staleness is measured by. */
  long confirmedAt(String symbol);

  /** The last {@code count} finished candles, fewer if there are fewer; null if never kept. */
  @Nullable Candles candles(String symbol, Interval interval, int count);

  /** The book, where the feed has one. */
  @Nullable Book book(String symbol);

  /** Funding, where the feed tells it. */
  @Nullable Funding funding(String symbol);
}
