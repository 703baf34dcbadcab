package dev.orrery.store;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads back what {@link AccountCodec} wrote. */
final class AccountReading {
  private static final int MOST_SHOWN = 500;

  private final JsonNode json;

  private AccountReading(JsonNode json) {
    this.json = json;
  }

  /**
   * The entry of a kind and a body.
   *
   * @throws IllegalArgumentException when it is none that this program knows
   */
  static AccountEntry read(String kind, String body) {
    try {
      return new AccountReading(Json.read(body)).entry(kind);
    } catch (RuntimeException e) {
      String shown = body.length() > MOST_SHOWN ? body.substring(0, MOST_SHOWN) + "..." : body;
      throw new IllegalArgumentException("no entry of an account: " + kind + " " + shown, e);
    }
  }

  private AccountEntry entry(String kind) {
    return switch (kind) {
      case AccountCodec.INTENT ->
          new AccountEntry.Intended(
              order(),
              text("origin"),
              text("strategy"),
              json.required("epoch").longValue(),
              time("until"),
              at());
      case AccountCodec.AMEND ->
          new AccountEntry.Amending(order(), text("origin"), time("until"), at());
      case AccountCodec.ANSWER ->
          new AccountEntry.Answered(AccountEntry.Asked.valueOf(text("asked")), outcome(), at());
      case AccountCodec.DAY -> new AccountEntry.DayOpened(Usd.of(text("equity")), at());
      case AccountCodec.BEGAN -> new AccountEntry.Began(at(), texts("known"));
      case AccountCodec.STANDING -> new AccountEntry.Standing(text("book"), text("broker"), at());
      default -> new AccountEntry.Told(event(kind));
    };
  }

  private BrokerEvent event(String kind) {
    return switch (kind) {
      case AccountCodec.DEPOSIT -> new BrokerEvent.Deposited(text("id"), usd("amount"), at());
      case AccountCodec.OPENED -> new BrokerEvent.OrderOpened(id(), text("venue"), at());
      case AccountCodec.TRIGGERED -> new BrokerEvent.OrderTriggered(id(), at());
      case AccountCodec.AMENDED ->
          new BrokerEvent.OrderAmended(
              id(), text("venue"), Price.of(text("price")), quantity("remaining"), at());
      case AccountCodec.FILL -> new BrokerEvent.OrderFilled(fill());
      case AccountCodec.CLOSED ->
          new BrokerEvent.OrderClosed(
              id(), BrokerEvent.CloseReason.valueOf(text("reason")), textOrEmpty("detail"), at());
      case AccountCodec.FUNDING ->
          new BrokerEvent.FundingPaid(
              text("id"),
              text("symbol"),
              usd("amount"),
              new BigDecimal(text("rate")),
              quantity("size"),
              at());
      case AccountCodec.LEVERAGE ->
          new BrokerEvent.LeverageChanged(
              text("symbol"),
              json.required("leverage").intValue(),
              MarginMode.valueOf(text("mode")),
              at());
      case AccountCodec.LIQUIDATED ->
          new BrokerEvent.Liquidated(text("id"), text("symbol"), text("detail"), at());
      default -> throw new IllegalArgumentException("unknown kind");
    };
  }

  private OrderSpec order() {
    String entry = textOrNull("entry");
    return new OrderSpec(
        id(),
        text("symbol"),
        Side.valueOf(text("side")),
        quantity("size"),
        TermsText.parse(text("terms")),
        json.has("reduce"),
        entry == null ? Optional.empty() : Optional.of(new ClientOrderId(entry)),
        textOrEmpty("label"));
  }

  private OrderOutcome outcome() {
    if (json.has("accepted")) {
      JsonNode fill = json.get("fill");
      return new OrderOutcome.Accepted(
          id(), text("accepted"), fill == null ? null : new AccountReading(fill).fill());
    }
    return json.has("rejected")
        ? new OrderOutcome.Rejected(id(), text("rejected"))
        : new OrderOutcome.Unresolved(id(), text("unresolved"));
  }

  private Fill fill() {
    return new Fill(
        text("fill"),
        id(),
        text("symbol"),
        Side.valueOf(text("side")),
        Price.of(text("price")),
        quantity("size"),
        usd("fee"),
        json.has("maker"),
        json.has("liquidation"),
        at());
  }

  private List<String> texts(String name) {
    List<String> all = new ArrayList<>();
    json.required(name).forEach(each -> all.add(each.stringValue()));
    return all;
  }

  private ClientOrderId id() {
    return new ClientOrderId(text("id"));
  }

  private Instant at() {
    return time("at");
  }

  private Instant time(String name) {
    JsonNode value = json.required(name);
    return value.isNumber()
        ? Instant.ofEpochMilli(value.longValue())
        : Instant.parse(value.stringValue());
  }

  private Usd usd(String name) {
    return Usd.of(text(name));
  }

  private Quantity quantity(String name) {
    return Quantity.of(text(name));
  }

  private String text(String name) {
    return json.required(name).stringValue();
  }

  private String textOrEmpty(String name) {
    String text = textOrNull(name);
    return text == null ? "" : text;
  }

  private @Nullable String textOrNull(String name) {
    JsonNode value = json.get(name);
    return value == null ? null : value.stringValue();
  }
}
