package dev.orrery.executor.journal;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.kernel.Canonical;

/** The canonical form of account entries. */
final class AccountEntries {
  private AccountEntries() {}

  static void describe(AccountEntry entry, Canonical out) {
    switch (entry) {
      case AccountEntry.Intended it -> {
        order(it.order(), out.begin("intent"));
        out.text(it.origin()).text(it.strategy()).number(it.at().toEpochMilli());
      }
      case AccountEntry.Amending it -> {
        order(it.order(), out.begin("amend"));
        out.text(it.origin()).number(it.at().toEpochMilli());
      }
      case AccountEntry.Answered it -> outcome(it, out.begin("outcome"));
      case AccountEntry.Told it -> event(it.event(), out);
      case AccountEntry.DayOpened it ->
          out.begin("day").decimal(it.equity().value()).number(it.at().toEpochMilli());
      case AccountEntry.Standing _ -> {
        // Describes itself: as nothing.
      }
      case AccountEntry.Began it -> {
        out.begin("began").number(it.at().toEpochMilli());
        it.known().forEach(out::text);
      }
    }
  }

  private static void order(OrderSpec order, Canonical out) {
    out.text(order.id().value())
        .text(order.symbol())
        .text(order.side().name())
        .decimal(order.quantity().value());
    terms(order.terms(), out);
    out.number(order.reduceOnly() ? 1 : 0)
        .text(order.entry().map(Object::toString).orElse(null))
        .text(order.label());
  }

  private static void terms(OrderTerms terms, Canonical out) {
    switch (terms) {
      case OrderTerms.AtMarket ignored -> out.text("market");
      case OrderTerms.Limit it ->
          out.text("limit").decimal(it.price().value()).text(it.timeInForce().name());
      case OrderTerms.Stop it ->
          out.text("stop")
              .decimal(it.trigger().value())
              .decimal(it.limit().map(price -> price.value()).orElse(null));
      case OrderTerms.TakeProfit it ->
          out.text("take-profit")
              .decimal(it.trigger().value())
              .decimal(it.limit().map(price -> price.value()).orElse(null));
    }
  }

  private static void outcome(AccountEntry.Answered it, Canonical out) {
    out.text(it.asked().name())
        .text(it.outcome().clientOrderId().value())
        .number(it.at().toEpochMilli());
    switch (it.outcome()) {
      case OrderOutcome.Accepted accepted -> out.text("accepted").text(accepted.venueOrderId());
      case OrderOutcome.Rejected rejected -> out.text("rejected").text(rejected.venueReason());
      case OrderOutcome.Unresolved unresolved -> out.text("unresolved").text(unresolved.cause());
    }
  }

  private static void event(BrokerEvent event, Canonical out) {
    switch (event) {
      case BrokerEvent.Deposited it ->
          out.begin("deposited").text(it.id()).decimal(it.amount().value());
      case BrokerEvent.OrderOpened it ->
          out.begin("opened").text(it.clientOrderId().value()).text(it.venueOrderId());
      case BrokerEvent.OrderTriggered it -> out.begin("triggered").text(it.clientOrderId().value());
      case BrokerEvent.OrderAmended it ->
          out.begin("amended")
              .text(it.clientOrderId().value())
              .decimal(it.price().value())
              .decimal(it.remaining().value());
      case BrokerEvent.OrderFilled it -> fill(it.fill(), out.begin("filled"));
      case BrokerEvent.OrderClosed it ->
          out.begin("closed").text(it.clientOrderId().value()).text(it.reason().name());
      case BrokerEvent.FundingPaid it ->
          out.begin("funding")
              .text(it.id())
              .text(it.symbol())
              .decimal(it.amount().value())
              .decimal(it.quantity().value());
      case BrokerEvent.LeverageChanged it ->
          out.begin("leverage").text(it.symbol()).number(it.leverage()).text(it.mode().name());
      case BrokerEvent.Liquidated it ->
          out.begin("liquidated").text(it.id()).text(it.symbol()).text(it.detail());
    }
    out.number(event.at().toEpochMilli());
  }

  private static void fill(Fill fill, Canonical out) {
    out.text(fill.fillId())
        .text(fill.clientOrderId().value())
        .text(fill.symbol())
        .text(fill.side().name())
        .decimal(fill.price().value())
        .decimal(fill.quantity().value())
        .decimal(fill.fee().value())
        .number(fill.maker() ? 1 : 0)
        .number(fill.liquidation() ? 1 : 0);
  }
}
