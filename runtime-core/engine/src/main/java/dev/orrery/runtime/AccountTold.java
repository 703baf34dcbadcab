package dev.orrery.runtime;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.AccountDesk;
import dev.orrery.executor.AccountListener;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import dev.orrery.market.MarketSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Tells people what is booked of one account, in the names of the runbook. */
final class AccountTold implements AccountListener {
  private final String deployment;
  private final String strategy;
  private final AccountDesk desk;
  private final Supplier<MarketSnapshot> market;
  private final RuntimeLog log;
  private final FactStream facts;
  private Usd realisedBefore;

  AccountTold(
      String deployment,
      String strategy,
      AccountDesk desk,
      Supplier<MarketSnapshot> market,
      RuntimeLog log,
      FactStream facts) {
    this.deployment = deployment;
    this.strategy = strategy;
    this.desk = desk;
    this.market = market;
    this.log = log;
    this.facts = facts;
    this.realisedBefore = desk.state().money().realised();
  }

  @Override
  public void on(AccountEntry entry) {
    if (!log.heard()) {
      return; // a simulated market makes millions of them
    }
    switch (entry) {
      case AccountEntry.Intended it ->
          say(
              "info",
              "order_placed",
              it.order().side() + " " + it.order().quantity() + " " + it.order().symbol(),
              Map.of(
                  "cloid", it.order().id().value(),
                  "symbol", it.order().symbol(),
                  "side", it.order().side().name(),
                  "size", it.order().quantity().toString(),
                  "origin", it.origin()));
      case AccountEntry.Told told -> told(told.event());
      case AccountEntry.Amending ignored -> {}
      case AccountEntry.Answered ignored -> {}
      case AccountEntry.DayOpened ignored -> {}
      case AccountEntry.Began ignored -> {}
      case AccountEntry.Standing ignored -> {}
    }
  }

  private void told(BrokerEvent event) {
    switch (event) {
      case BrokerEvent.OrderFilled it -> filled(it.fill());
      case BrokerEvent.OrderClosed it -> {
        if (it.reason() != BrokerEvent.CloseReason.FILLED) {
          say(
              "info",
              "order_cancelled",
              it.clientOrderId() + " " + it.reason() + " " + it.detail(),
              Map.of("cloid", it.clientOrderId().value(), "reason", it.reason().name()));
        }
      }
      case BrokerEvent.FundingPaid it ->
          say(
              "info",
              "funding_paid",
              it.amount() + " USD on " + it.quantity() + " " + it.symbol(),
              Map.of("symbol", it.symbol(), "amount", it.amount().toString()));
      case BrokerEvent.Liquidated it ->
          say("error", "liquidation", it.symbol() + " " + it.detail(), Map.of("id", it.id()));
      case BrokerEvent.Deposited ignored -> {}
      case BrokerEvent.OrderOpened ignored -> {}
      case BrokerEvent.OrderTriggered ignored -> {}
      case BrokerEvent.OrderAmended ignored -> {}
      case BrokerEvent.LeverageChanged ignored -> {}
    }
  }

  private void filled(Fill fill) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("cloid", fill.clientOrderId().value());
    data.put("fill", fill.fillId());
    data.put("symbol", fill.symbol());
    data.put("side", fill.side().name());
    data.put("size", fill.quantity().toString());
    data.put("price", fill.price().toString());
    data.put("fee", fill.fee().toString());
    say(
        "info",
        fill.liquidation() ? "liquidation_fill" : "order_filled",
        fill.side() + " " + fill.quantity() + " " + fill.symbol() + " at " + fill.price(),
        data);
    if (facts.heard()) {
      Usd realised = desk.state().money().realised();
      Usd gained;
      synchronized (this) {
        gained = realised.minus(realisedBefore);
        realisedBefore = realised;
      }
      facts.publish(
          new RuntimeFact.Filled(
              deployment,
              strategy,
              fill,
              gained,
              desk.view(market.get()).equity(),
              log.timeline().now(),
              log.at()));
    }
  }

  private void say(String level, String event, String message, Map<String, Object> data) {
    log.event(deployment, strategy, level, event, message, data);
  }
}
