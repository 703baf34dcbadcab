package dev.orrery.market;

/** Hears every event of a board, on the feed's thread, in order. Must not block. */
@FunctionalInterface
public interface MarketListener {
  /**
   * One event, after the board has taken it in.
   *
   * @param event what happened
   * @param now the market right after it
   */
  void onMarket(MarketEvent event, MarketSnapshot now);
}
