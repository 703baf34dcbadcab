package dev.orrery.market;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Timeline;
import java.time.Duration;
import java.util.List;

/**
 * The one current state of the market. {@link #publish} has one order: state, then simulated
 * brokers, then firings. Published to by one feed; read by any.
 */
public interface MarketBoard {
  /** A board for these instruments. */
  static MarketBoard of(List<Instrument> instruments, Timeline timeline) {
    return of(instruments, timeline, Duration.ZERO);
  }

  /**
   * A board for these instruments.
   *
   * @param lateness see {@link MarketFeed#lateness}
   */
  static MarketBoard of(List<Instrument> instruments, Timeline timeline, Duration lateness) {
    return new LiveBoard(instruments, timeline, lateness.toMillis());
  }

  /**
   * Keeps candles of an interval from now on, at least {@code history} of them. Asking again keeps
   * the larger number. May be called at any time, also while the feed runs (a jar dropped in);
   * never waits. The candle under construction at that moment is left out, because its beginning
   * was missed, unless a {@link MarketEvent.History} from {@link MarketFeed#history} brings it.
   *
   * @throws dev.orrery.kernel.ProblemException when the board does not know the symbol
   */
  void keep(String symbol, Interval interval, int history);

  /** What {@link #keep} has asked for. Any thread. */
  List<Kept> kept();

  /**
   * Takes one event: state, then simulated brokers, then firings. A bar of the feed that ends
   * larger candles too changes the state of all of them first; then the bar fires, then they do,
   * smaller first. A listener that throws is logged and keeps nobody else from hearing. The feed's
   * threads, one event after the other, or a task of the timeline.
   *
   * @throws IllegalArgumentException when the board does not know the symbol of a trade, bar, book
   *     or funding rate; mids and marks of other symbols are passed over
   */
  void publish(MarketEvent event);

  /**
   * Takes what several symbols have at one instant, published by {@code events}: all of it changes
   * the state before simulated brokers hear of the first bar, and they hear of everything before
   * the first event fires. The feed's thread.
   */
  void together(Runnable events);

  /**
   * Says whether prices stand. While they do, every event confirms all prices, and so does every
   * fifth second of the timeline after it, as if the feed published all mids then. Off at first.
   * For a feed that knows its own gaps; one that has mids publishes them instead. The feed's
   * thread.
   */
  void standing(boolean prices);

  /** The market now. Any thread. */
  MarketSnapshot snapshot();

  /** Adds a listener of a phase; within a phase in the order added. Any thread. */
  void listen(Phase phase, MarketListener listener);

  /** Removes a listener of any phase. */
  void forget(MarketListener listener);

  /** When a listener hears of an event. */
  enum Phase {
    /**
     * Simulated brokers: their fills are there before anybody decides. Hears only what came from
     * the feed: a broker that has seen the trades must not see them again as a candle.
     */
    BROKERS,
    /**
     * Triggers and guards. Hears a {@link MarketEvent.Bar} for each candle kept that closes, at its
     * close, after every event of that instant, also those the board built from trades.
     */
    FIRINGS
  }
}
