package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.Trade;
import dev.orrery.hyperliquid.wire.info.UserFunding;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.Cancelled;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.Liquidation;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the listener: what happened at once, what merely is another now once at the end of a call.
 * The house is nobody to tell of.
 */
final class Events {
  private final VenueListener listener;
  private final Set<Market> books = new LinkedHashSet<>();
  private final Set<Market> contexts = new LinkedHashSet<>();
  private final Set<Market> traded = new LinkedHashSet<>();
  private final Set<Address> accounts = new LinkedHashSet<>();
  private final Map<Market, BigDecimal> mids = new HashMap<>();

  Events(VenueListener listener) {
    this.listener = listener;
  }

  /** The middle that listeners know, of a market that begins or was loaded. */
  void knownMid(Market market) {
    mids.put(market, market.midOrLast());
  }

  void fill(Address user, Fill fill) {
    if (!House.is(user)) {
      listener.fill(user, fill);
    }
  }

  void order(Address user, OrderRecord order) {
    if (!House.is(user)) {
      listener.order(user, order);
      accounts.add(user);
    }
  }

  void trade(Market market, Trade trade) {
    listener.trade(trade);
    traded.add(market);
  }

  void funding(Address user, UserFunding funding) {
    if (!House.is(user)) {
      listener.funding(user, funding);
      accounts.add(user);
    }
  }

  void liquidation(Address user, Liquidation liquidation) {
    listener.liquidation(user, liquidation);
  }

  void nonUserCancel(Address user, Cancelled order) {
    if (!House.is(user)) {
      listener.nonUserCancel(user, order);
    }
  }

  void ledger(Address user, LedgerUpdate update) {
    listener.ledger(user, update);
    accounts.add(user);
  }

  void bookChanged(Market market) {
    books.add(market);
  }

  void contextChanged(Market market) {
    contexts.add(market);
  }

  void accountChanged(Address user) {
    if (!House.is(user)) {
      accounts.add(user);
    }
  }

  /**
   * The call is over. A listener may ask the venue meanwhile, which may give an account its fund:
   * that is told with the next call.
   */
  void flush() {
    List<Market> withTrades = drain(traded);
    List<Market> withBooks = drain(books);
    List<Market> withContexts = drain(contexts);
    List<Address> withChanges = drain(accounts);
    for (Market market : withTrades) {
      market.candles().forming().forEach(listener::candle);
    }
    for (Market market : withBooks) {
      listener.bookChanged(market.coin());
    }
    Set<Market> withMids = new LinkedHashSet<>(withBooks);
    withMids.addAll(withTrades);
    for (Market market : withMids) {
      BigDecimal mid = market.midOrLast();
      BigDecimal known = mids.put(market, mid);
      if (known == null || known.compareTo(mid) != 0) {
        listener.midChanged(market.coin(), mid);
      }
    }
    for (Market market : withContexts) {
      listener.contextChanged(market.coin());
    }
    withChanges.forEach(listener::accountChanged);
  }

  private static <T> List<T> drain(Set<T> from) {
    if (from.isEmpty()) {
      return List.of();
    }
    List<T> all = List.copyOf(from);
    from.clear();
    return all;
  }
}
