package dev.orrery.exchange.socket;

import dev.orrery.exchange.venue.Venue;
import dev.orrery.exchange.venue.VenueListener;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.Trade;
import dev.orrery.hyperliquid.wire.info.UserFunding;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import dev.orrery.hyperliquid.wire.socket.MarketMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Notes what a venue tells during a call, and makes messages of it when the call is done: what
 * belongs together goes into one message, as it does when a block is committed. What nobody
 * subscribed to is not even noted. Confined to the venue's lock.
 */
final class Gathering implements VenueListener {
  private final Predicate<Subscription> wanted;
  private final Versions versions;
  private final Consumer<Notice> notices;

  private final Map<Address, List<AccountMessage.OrderUpdate>> orders = new LinkedHashMap<>();
  private final Map<Address, List<Fill>> fills = new LinkedHashMap<>();
  private final Map<String, List<Trade>> trades = new LinkedHashMap<>();
  private final Map<Address, List<AccountMessage.Cancelled>> cancelled = new LinkedHashMap<>();
  private final Map<Address, List<AccountMessage.FundingPaid>> fundings = new LinkedHashMap<>();
  private final Map<Address, List<LedgerUpdate>> ledger = new LinkedHashMap<>();
  private final List<Notice> others = new ArrayList<>();

  Gathering(Predicate<Subscription> wanted, Versions versions, Consumer<Notice> notices) {
    this.wanted = wanted;
    this.versions = versions;
    this.notices = notices;
  }

  /** The call is done. */
  void done() {
    each(
        orders,
        (user, all) ->
            news(new Subscription.OrderUpdates(user), new AccountMessage.OrderUpdates(all)));
    each(trades, (coin, all) -> news(new Subscription.Trades(coin), new MarketMessage.Trades(all)));
    each(fills, this::filled);
    each(
        cancelled,
        (user, all) ->
            news(new Subscription.UserEvents(user), AccountMessage.UserEvent.cancelled(all)));
    each(fundings, this::funded);
    each(
        ledger,
        (user, all) ->
            news(
                new Subscription.LedgerUpdates(user),
                new AccountMessage.LedgerUpdates(null, user, all)));
    others.forEach(notices);
    others.clear();
  }

  private void filled(Address user, List<Fill> all) {
    news(new Subscription.UserEvents(user), AccountMessage.UserEvent.of(all));
    news(new Subscription.UserFills(user, null), new AccountMessage.UserFills(null, user, all));
    Subscription together = new Subscription.UserFills(user, true);
    if (wanted.test(together)) {
      news(together, new AccountMessage.UserFills(null, user, Venue.aggregated(all)));
    }
  }

  private void funded(Address user, List<AccountMessage.FundingPaid> all) {
    all.forEach(it -> news(new Subscription.UserEvents(user), AccountMessage.UserEvent.of(it)));
    news(new Subscription.UserFundings(user), new AccountMessage.UserFundings(null, user, all));
  }

  private void news(Subscription topic, ServerMessage message) {
    if (wanted.test(topic)) {
      notices.accept(new Notice.News(topic, message));
    }
  }

  private static <K, V> void each(Map<K, List<V>> gathered, BiConsumer<K, List<V>> task) {
    if (!gathered.isEmpty()) {
      gathered.forEach(task);
      gathered.clear();
    }
  }

  private static <K, V> void note(Map<K, List<V>> gathered, K key, V value) {
    gathered.computeIfAbsent(key, it -> new ArrayList<>()).add(value);
  }

  @Override
  public void fill(Address user, Fill fill) {
    if (wanted.test(new Subscription.UserFills(user, null))
        || wanted.test(new Subscription.UserFills(user, true))
        || wanted.test(new Subscription.UserEvents(user))) {
      note(fills, user, fill);
    }
  }

  @Override
  public void order(Address user, OrderRecord order) {
    if (wanted.test(new Subscription.OrderUpdates(user))) {
      note(
          orders,
          user,
          new AccountMessage.OrderUpdate(
              Venue.brief(order.order()), order.status(), order.statusTimestamp()));
    }
  }

  @Override
  public void trade(Trade trade) {
    if (wanted.test(new Subscription.Trades(trade.coin()))) {
      note(trades, trade.coin(), trade);
    }
  }

  @Override
  public void bookChanged(String coin) {
    versions.book(coin);
  }

  @Override
  public void midChanged(String coin, BigDecimal mid) {
    versions.mids();
  }

  @Override
  public void contextChanged(String coin) {
    versions.context(coin);
  }

  @Override
  public void candle(Candle candle) {
    Subscription.Candles topic = new Subscription.Candles(candle.coin(), candle.interval());
    if (wanted.test(topic)) {
      others.add(new Notice.CandleNews(topic, candle));
    }
  }

  @Override
  public void funding(Address user, UserFunding funding) {
    note(fundings, user, Firsts.paid(funding));
  }

  @Override
  public void liquidation(Address user, AccountMessage.Liquidation liquidation) {
    others.add(
        new Notice.News(
            new Subscription.UserEvents(user), AccountMessage.UserEvent.of(liquidation)));
    others.add(
        new Notice.News(
            new Subscription.Notifications(user),
            new AccountMessage.Notification(
                "Liquidated: "
                    + liquidation.liquidatedNtlPos().toPlainString()
                    + " USDC of positions")));
  }

  @Override
  public void nonUserCancel(Address user, AccountMessage.Cancelled order) {
    note(cancelled, user, order);
  }

  @Override
  public void ledger(Address user, LedgerUpdate update) {
    note(ledger, user, update);
  }

  @Override
  public void accountChanged(Address user) {
    versions.account(user);
  }
}
