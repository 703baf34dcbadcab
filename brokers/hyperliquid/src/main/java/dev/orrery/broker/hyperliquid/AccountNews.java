package dev.orrery.broker.hyperliquid;

import dev.orrery.broker.hyperliquid.account.AccountListener;
import dev.orrery.broker.hyperliquid.order.Leverages;
import dev.orrery.broker.hyperliquid.order.OrderNews;
import dev.orrery.broker.hyperliquid.order.Orders;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to the account, told to the runtime. */
final class AccountNews implements AccountListener {
  private static final Logger LOG = LoggerFactory.getLogger(HyperliquidMainnetBroker.class);

  private final Address account;
  private final Orders orders;
  private final OrderNews news;
  private final Leverages leverages;
  private final AccountWords words;
  private final Backstop backstop;
  private final Supplier<Instant> now;
  private final Consumer<Fill> liquidated;
  private final Consumer<Set<Long>> open;
  private final Runnable caughtUp;

  /**
   * Tells of one account.
   *
   * @param liquidated hears of fills by which this account was liquidated
   * @param open hears the numbers of the orders that are open at the venue
   * @param caughtUp hears that what was missed has been told
   */
  AccountNews(
      Address account,
      Orders orders,
      OrderNews news,
      Leverages leverages,
      AccountWords words,
      Backstop backstop,
      Supplier<Instant> now,
      Consumer<Fill> liquidated,
      Consumer<Set<Long>> open,
      Runnable caughtUp) {
    this.account = account;
    this.orders = orders;
    this.news = news;
    this.leverages = leverages;
    this.words = words;
    this.backstop = backstop;
    this.now = now;
    this.liquidated = liquidated;
    this.open = open;
    this.caughtUp = caughtUp;
  }

  @Override
  public void fills(List<Fill> fills) {
    for (Fill fill : fills) {
      backstop.moved(fill.closedPnl().subtract(fill.fee()));
      if (words.liquidates(fill)) {
        liquidated.accept(fill);
        orders.told(
            new BrokerEvent.Liquidated(
                "fill:" + fill.hash() + ":" + fill.coin(),
                fill.coin(),
                "liquidated at " + fill.px().toPlainString(),
                Instant.ofEpochMilli(fill.time())));
      }
      news.filled(words.fill(fill), fill.cloid(), fill.oid());
    }
  }

  @Override
  public void orders(List<AccountMessage.OrderUpdate> updates) {
    news.updated(updates);
  }

  @Override
  public void fundings(List<AccountMessage.FundingPaid> payments) {
    for (AccountMessage.FundingPaid payment : payments) {
      backstop.moved(payment.usdc());
      orders.told(words.funding(payment));
    }
  }

  @Override
  public void ledger(List<LedgerUpdate> movements) {
    for (LedgerUpdate movement : movements) {
      words
          .deposited(movement)
          .ifPresentOrElse(
              it -> {
                backstop.moved(it.amount().value());
                orders.told(it);
              },
              () -> LOG.info("A movement of money that is no deposit movement={}", movement));
    }
  }

  @Override
  public void state(ClearinghouseState state) {
    leverages.of(state);
  }

  @Override
  public void openOrders(List<DetailedOrder> open) {
    this.open.accept(open.stream().map(DetailedOrder::oid).collect(Collectors.toSet()));
  }

  /** A stranger's liquidation is no reason to halt. */
  @Override
  public void liquidation(AccountMessage.Liquidation it) {
    if (it.liquidatedUser().equals(account)) {
      orders.told(
          new BrokerEvent.Liquidated(
              "liquidation:" + it.lid(),
              "all",
              "notional "
                  + it.liquidatedNtlPos().toPlainString()
                  + ", account value "
                  + it.liquidatedAccountValue().toPlainString(),
              now.get()));
    }
  }

  @Override
  public void caughtUp() {
    caughtUp.run();
  }

  @Override
  public void lost(String cause) {
    LOG.warn(
        "News of the account stops until the connection is back account={} cause={}",
        account,
        cause);
  }

  @Override
  public void unreadable(String channel, String cause) {
    // The name is the one that runbooks search for, whatever the venue calls its channel.
    LOG.error("webdata2_apply_failed account={} channel={} cause={}", account, channel, cause);
  }
}
