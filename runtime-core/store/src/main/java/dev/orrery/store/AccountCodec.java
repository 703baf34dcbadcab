package dev.orrery.store;

import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;

/**
 * Entries of accounts as short kinds and compact JSON, exactly; {@link AccountReading} is the way
 * back. What was written once must be readable for ever: kinds and names only grow.
 */
final class AccountCodec {
  static final String INTENT = "intent";
  static final String AMEND = "amend";
  static final String ANSWER = "answer";
  static final String DAY = "day";
  static final String BEGAN = "began";
  static final String STANDING = "standing";
  static final String DEPOSIT = "deposit";
  static final String OPENED = "opened";
  static final String TRIGGERED = "triggered";
  static final String AMENDED = "amended";
  static final String FILL = "fill";
  static final String CLOSED = "closed";
  static final String FUNDING = "funding";
  static final String LEVERAGE = "leverage";
  static final String LIQUIDATED = "liquidated";

  private AccountCodec() {}

  /** The short name of what it is. */
  static String kind(AccountEntry entry) {
    return switch (entry) {
      case AccountEntry.Intended _ -> INTENT;
      case AccountEntry.Amending _ -> AMEND;
      case AccountEntry.Answered _ -> ANSWER;
      case AccountEntry.DayOpened _ -> DAY;
      case AccountEntry.Began _ -> BEGAN;
      case AccountEntry.Standing _ -> STANDING;
      case AccountEntry.Told told ->
          switch (told.event()) {
            case BrokerEvent.Deposited _ -> DEPOSIT;
            case BrokerEvent.OrderOpened _ -> OPENED;
            case BrokerEvent.OrderTriggered _ -> TRIGGERED;
            case BrokerEvent.OrderAmended _ -> AMENDED;
            case BrokerEvent.OrderFilled _ -> FILL;
            case BrokerEvent.OrderClosed _ -> CLOSED;
            case BrokerEvent.FundingPaid _ -> FUNDING;
            case BrokerEvent.LeverageChanged _ -> LEVERAGE;
            case BrokerEvent.Liquidated _ -> LIQUIDATED;
          };
    };
  }

  /** Everything else of it. */
  static String body(AccountEntry entry) {
    return Json.object(json -> write(entry, json));
  }

  private static void write(AccountEntry entry, Json json) {
    switch (entry) {
      case AccountEntry.Intended it -> {
        order(it.order(), json);
        json.put("origin", it.origin()).put("strategy", it.strategy()).put("epoch", it.epoch());
        json.time("until", it.validUntil()).time("at", it.at());
      }
      case AccountEntry.Amending it -> {
        order(it.order(), json);
        json.put("origin", it.origin()).time("until", it.validUntil()).time("at", it.at());
      }
      case AccountEntry.Answered it -> {
        json.put("asked", it.asked().name());
        outcome(it.outcome(), json);
        json.time("at", it.at());
      }
      case AccountEntry.DayOpened it -> json.put("equity", it.equity().value()).time("at", it.at());
      case AccountEntry.Began it -> json.texts("known", it.known()).time("at", it.at());
      case AccountEntry.Standing it ->
          json.put("book", it.book()).put("broker", it.broker()).time("at", it.at());
      case AccountEntry.Told it -> event(it.event(), json);
    }
  }

  private static void order(OrderSpec order, Json json) {
    json.put("id", order.id().value())
        .put("symbol", order.symbol())
        .put("side", order.side().name())
        .put("size", order.quantity().value())
        .put("terms", TermsText.of(order.terms()))
        .flag("reduce", order.reduceOnly())
        .put("entry", order.entry().map(ClientOrderId::value).orElse(null))
        .put("label", order.label().isEmpty() ? null : order.label());
  }

  private static void outcome(OrderOutcome outcome, Json json) {
    json.put("id", outcome.clientOrderId().value());
    switch (outcome) {
      case OrderOutcome.Accepted it -> {
        json.put("accepted", it.venueOrderId());
        Fill fill = it.fill();
        if (fill != null) {
          json.object("fill", nested -> fill(fill, nested));
        }
      }
      case OrderOutcome.Rejected it -> json.put("rejected", it.venueReason());
      case OrderOutcome.Unresolved it -> json.put("unresolved", it.cause());
    }
  }

  private static void event(BrokerEvent event, Json json) {
    switch (event) {
      case BrokerEvent.Deposited it -> json.put("id", it.id()).put("amount", it.amount().value());
      case BrokerEvent.OrderOpened it ->
          json.put("id", it.clientOrderId().value()).put("venue", it.venueOrderId());
      case BrokerEvent.OrderTriggered it -> json.put("id", it.clientOrderId().value());
      case BrokerEvent.OrderAmended it ->
          json.put("id", it.clientOrderId().value())
              .put("venue", it.venueOrderId())
              .put("price", it.price().value())
              .put("remaining", it.remaining().value());
      case BrokerEvent.OrderFilled it -> {
        fill(it.fill(), json);
        return;
      }
      case BrokerEvent.OrderClosed it ->
          json.put("id", it.clientOrderId().value())
              .put("reason", it.reason().name())
              .put("detail", it.detail().isEmpty() ? null : it.detail());
      case BrokerEvent.FundingPaid it ->
          json.put("id", it.id())
              .put("symbol", it.symbol())
              .put("amount", it.amount().value())
              .put("rate", it.hourlyRate())
              .put("size", it.quantity().value());
      case BrokerEvent.LeverageChanged it ->
          json.put("symbol", it.symbol())
              .put("leverage", it.leverage())
              .put("mode", it.mode().name());
      case BrokerEvent.Liquidated it ->
          json.put("id", it.id()).put("symbol", it.symbol()).put("detail", it.detail());
    }
    json.time("at", event.at());
  }

  private static void fill(Fill fill, Json json) {
    json.put("fill", fill.fillId())
        .put("id", fill.clientOrderId().value())
        .put("symbol", fill.symbol())
        .put("side", fill.side().name())
        .put("price", fill.price().value())
        .put("size", fill.quantity().value())
        .put("fee", fill.fee().value())
        .flag("maker", fill.maker())
        .flag("liquidation", fill.liquidation())
        .time("at", fill.at());
  }
}
