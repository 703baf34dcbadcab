package dev.orrery.market;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Timeline;
import java.util.List;

/**
 * The one current state of the market. {@link #publish} has one order: state, then simulated
 * brokers, then firings. Published to by one feed thread; read by any.
 */
public interface MarketBoard {
  /** A board for these instruments. */
  static MarketBoard of(List<Instrument> instruments, Timeline timeline) {
    return new LiveBoard(instruments, timeline);
  }

  /**
   * Keeps candles of an interval from now on, at least {@code history} of them. Asking again keeps
   * the larger number. May be called at any time, also while the feed runs (a jar dropped in).
   */
  void keep(String symbol, Interval interval, int history);

  /** Takes one event: state, then simulated brokers, then firings. The feed's thread. */
  void publish(MarketEvent event);

  /** The market now. Any thread. */
  MarketSnapshot snapshot();

  /** Adds a listener of a phase; within a phase in the order added. Any thread. */
  void listen(Phase phase, MarketListener listener);

  /** Removes a listener of any phase. */
  void forget(MarketListener listener);

  /** When a listener hears of an event. */
  enum Phase {
    /** Simulated brokers: their fills are there before anybody decides. */
    BROKERS,
    /**
     * Triggers and guards. Hears a {@link MarketEvent.Bar} for each candle kept that closes, at its
     * close, after every event of that instant, also those the board built from trades.
     */
    FIRINGS
  }
}
