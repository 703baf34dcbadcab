package dev.orrery.market;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A stream of market events in venue order, with the timeline that fits it. Made by a {@link
 * MarketSource}. Life: made; {@link #history} as often as wanted; {@link #run} once; {@link
 * #close}.
 */
public interface MarketFeed extends AutoCloseable {
  /** The timeline the events are on. */
  Timeline timeline();

  /** What it knows. */
  List<Instrument> instruments();

  /**
   * How long after its time an event may arrive: candles wait so long at their end for what belongs
   * to them. Below a second; zero where events come in the order of their times.
   */
  default Duration lateness() {
    return Duration.ZERO;
  }

  /**
   * The last finished candles before where the feed stands, oldest first, at most {@code count},
   * and after them the part so far of the candle under construction, if there is one: its close
   * lies ahead. What {@link MarketEvent.History} takes as it is. Empty when the feed has none. Does
   * not look ahead. Called before {@link #run}, or while it runs from a task of the timeline or a
   * listener of the board.
   */
  List<MarketEvent.Bar> history(String symbol, Interval interval, int count);

  /**
   * Keeps candles on a board, also one that is running, and fills in what has been: asks the board
   * to {@link MarketBoard#keep}, then gives it the {@link #history}. Called before {@link #run}, or
   * while it runs from a task of the timeline, not from a listener of the board.
   */
  default void warm(MarketBoard board, String symbol, Interval interval, int count) {
    board.keep(symbol, interval, count);
    List<MarketEvent.Bar> bars = history(symbol, interval, count);
    if (!bars.isEmpty()) {
      board.publish(new MarketEvent.History(timeline().nowMillis(), bars));
    }
  }

  /**
   * Publishes to {@code board} until the end of the data or {@link #close}, on the calling thread,
   * which becomes the driver of a stepped timeline.
   */
  void run(MarketBoard board) throws InterruptedException;

  /** Where it stands; empty for a feed that cannot go back. Any thread. */
  Optional<FeedPosition> position();

  /**
   * Asks for current mids, once for all who ask for the same instant; they arrive on the board
   * before this returns. A recorded feed does nothing.
   *
   * @throws MarketDataException when the venue could not be asked
   */
  void freshen(MarketBoard board) throws MarketDataException;

  /** Ends {@link #run} soon. Any thread, any number of times. */
  @Override
  void close();
}
