package dev.orrery.runtime.tick;

import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketDataException;
import dev.orrery.market.MarketFeed;
import org.jspecify.annotations.Nullable;

/** One pull of all mids for all strategies that tick at the same instant. Thread-safe. */
final class Freshener {
  private final MarketFeed feed;
  private final MarketBoard board;
  private long doneFor = Long.MIN_VALUE;
  private @Nullable MarketDataException failure;

  Freshener(MarketFeed feed, MarketBoard board) {
    this.feed = feed;
    this.board = board;
  }

  /** Pulls unless it was done for this instant or a later one; all who wait share the answer. */
  synchronized void freshen(long instant) throws MarketDataException {
    if (instant > doneFor) {
      doneFor = instant;
      failure = null;
      try {
        feed.freshen(board);
      } catch (MarketDataException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
