package dev.orrery.exchange.venue;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.Trade;
import dev.orrery.hyperliquid.wire.info.UserFunding;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.Cancelled;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.Liquidation;
import java.math.BigDecimal;

/**
 * What a venue tells, in the order it happens, on the thread of the call that made it happen and
 * before that call returns. A listener must not call the venue to change it; asking is fine. What
 * it does not care for it leaves.
 */
public interface VenueListener {
  /** A venue nobody listens to. */
  VenueListener NONE = new VenueListener() {};

  /** An execution of somebody's order. */
  default void fill(Address user, Fill fill) {}

  /**
   * An order has another status or, still {@code open}, less left. Its {@code sz} is what is left
   * now, and it has no children.
   */
  default void order(Address user, OrderRecord order) {}

  /** A trade, of clients or of the market outside. */
  default void trade(Trade trade) {}

  /** A book is another than before the call. Once for each call and market. */
  default void bookChanged(String coin) {}

  /** The middle of a book moved. Once for each call and market. */
  default void midChanged(String coin, BigDecimal mid) {}

  /** Mark, oracle, funding or open interest is another. Once for each call and market. */
  default void contextChanged(String coin) {}

  /** A candle so far, of one interval; a later open time makes it final. */
  default void candle(Candle candle) {}

  /** Funding was paid or received. */
  default void funding(Address user, UserFunding funding) {}

  /** An account was liquidated. */
  default void liquidation(Address user, Liquidation liquidation) {}

  /** The venue cancelled an order of itself. */
  default void nonUserCancel(Address user, Cancelled order) {}

  /** Money moved other than by trading and funding. */
  default void ledger(Address user, LedgerUpdate update) {}

  /** Money, positions, leverage or open orders of an account changed. Once for each call. */
  default void accountChanged(Address user) {}
}
