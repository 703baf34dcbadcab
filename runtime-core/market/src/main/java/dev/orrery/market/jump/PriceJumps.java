package dev.orrery.market.jump;

import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketListener;
import dev.orrery.market.MarketSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells when a price has moved by at least so many percent within so many seconds, then keeps quiet
 * about that symbol for a while. The move is measured from the lowest and from the highest price of
 * the window; the greater one is told.
 *
 * <p>Listens to trades; to candles of the feed's smallest interval where a symbol has no trades.
 * What it tells depends on the prices alone. A {@link MarketListener} for {@link
 * dev.orrery.market.MarketBoard.Phase#FIRINGS}; confined to the feed's thread.
 */
public final class PriceJumps implements MarketListener {
  private static final long TRADES = 0;

  private final double thresholdPct;
  private final long windowMillis;
  private final long coolDownMillis;
  private final Consumer<PriceJump> told;
  private final Map<String, Watched> watched = new HashMap<>();

  /**
   * Watches all symbols of the board it listens to.
   *
   * @param thresholdPct percent, greater than zero
   * @param window within which the move happens, at least a second
   * @param coolDown for how long nothing is told after a jump
   * @param told called on the feed's thread; must not block
   */
  public PriceJumps(
      double thresholdPct, Duration window, Duration coolDown, Consumer<PriceJump> told) {
    if (!(thresholdPct > 0) || window.toMillis() < 1_000 || coolDown.isNegative()) {
      throw new IllegalArgumentException(
          "a price jump needs a threshold above 0 %, a window of at least 1 s and no negative"
              + " cool-down: "
              + thresholdPct
              + ", "
              + window
              + ", "
              + coolDown);
    }
    this.thresholdPct = thresholdPct;
    this.windowMillis = window.toMillis();
    this.coolDownMillis = coolDown.toMillis();
    this.told = told;
  }

  @Override
  public void onMarket(MarketEvent event, MarketSnapshot now) {
    switch (event) {
      case MarketEvent.Trade trade -> price(trade.symbol(), TRADES, trade.time(), trade.price());
      case MarketEvent.Bar bar ->
          price(bar.symbol(), bar.interval().millis(), bar.time(), bar.close());
      case MarketEvent.CandleSoFar candle -> {}
      case MarketEvent.Mids mids -> {}
      case MarketEvent.Marks marks -> {}
      case MarketEvent.BookChange change -> {}
      case MarketEvent.FundingRate rate -> {}
      case MarketEvent.History history -> {}
    }
  }

  private void price(String symbol, long source, long time, double price) {
    Watched one = watched.computeIfAbsent(symbol, _ -> new Watched());
    if (source > one.source) {
      return;
    }
    if (source < one.source) {
      one.restart(source);
    }
    one.lows.add(time, price, windowMillis);
    one.highs.add(time, price, windowMillis);
    double rise = (price / one.lows.extreme() - 1) * 100;
    double fall = (price / one.highs.extreme() - 1) * 100;
    double move = rise >= -fall ? rise : fall;
    if (Math.abs(move) >= thresholdPct && time >= one.quietUntil) {
      one.quietUntil = time + coolDownMillis;
      told.accept(new PriceJump(symbol, move, price, time));
    }
  }

  /** One symbol. */
  private static final class Watched {
    final SlidingExtreme lows = new SlidingExtreme(false);
    final SlidingExtreme highs = new SlidingExtreme(true);

    /** Milliseconds of the candles listened to, 0 for trades. */
    long source = Long.MAX_VALUE;

    long quietUntil = Long.MIN_VALUE;

    void restart(long newSource) {
      source = newSource;
      lows.clear();
      highs.clear();
    }
  }
}
