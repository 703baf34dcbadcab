package dev.orrery.store;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
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
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Entries of every kind, at random from a seed. */
final class SampleEntries {
  private final Random random;

  SampleEntries(long seed) {
    this.random = new Random(seed);
  }

  AccountEntry entry() {
    return switch (random.nextInt(15)) {
      case 0 ->
          new AccountEntry.Intended(order(), text(), text(), random.nextLong(), instant(), at());
      case 1 -> new AccountEntry.Amending(order(), text(), instant(), at());
      case 2 -> answered(new OrderOutcome.Accepted(id(), text(), maybe() ? fill() : null));
      case 3 -> answered(new OrderOutcome.Rejected(id(), text()));
      case 4 -> answered(new OrderOutcome.Unresolved(id(), text()));
      case 5 -> new AccountEntry.DayOpened(new Usd(decimal()), at());
      case 6 -> new AccountEntry.Began(at(), maybe() ? List.of() : List.of(text(), text()));
      case 7 -> new AccountEntry.Standing(text(), text(), at());
      default -> new AccountEntry.Told(event());
    };
  }

  BrokerEvent event() {
    return switch (random.nextInt(9)) {
      case 0 -> new BrokerEvent.Deposited(text(), new Usd(decimal()), at());
      case 1 -> new BrokerEvent.OrderOpened(id(), text(), at());
      case 2 -> new BrokerEvent.OrderTriggered(id(), at());
      case 3 -> new BrokerEvent.OrderAmended(id(), text(), price(), quantity(), at());
      case 4 -> new BrokerEvent.OrderFilled(fill());
      case 5 ->
          new BrokerEvent.OrderClosed(id(), any(BrokerEvent.CloseReason.values()), text(), at());
      case 6 ->
          new BrokerEvent.FundingPaid(
              text(), symbol(), new Usd(decimal()), decimal(), new Quantity(decimal()), at());
      case 7 ->
          new BrokerEvent.LeverageChanged(
              symbol(), 1 + random.nextInt(50), any(MarginMode.values()), at());
      default -> new BrokerEvent.Liquidated(text(), symbol(), text(), at());
    };
  }

  private AccountEntry answered(OrderOutcome outcome) {
    return new AccountEntry.Answered(any(AccountEntry.Asked.values()), outcome, at());
  }

  private OrderSpec order() {
    return new OrderSpec(
        id(),
        symbol(),
        any(Side.values()),
        quantity(),
        terms(),
        maybe(),
        maybe() ? Optional.of(id()) : Optional.empty(),
        maybe() ? "" : text());
  }

  private OrderTerms terms() {
    Optional<Price> limit = maybe() ? Optional.of(price()) : Optional.empty();
    return switch (random.nextInt(4)) {
      case 0 -> OrderTerms.market();
      case 1 -> new OrderTerms.Limit(price(), any(TimeInForce.values()));
      case 2 -> new OrderTerms.Stop(price(), limit);
      default -> new OrderTerms.TakeProfit(price(), limit);
    };
  }

  private Fill fill() {
    return new Fill(
        text() + random.nextLong(),
        id(),
        symbol(),
        any(Side.values()),
        price(),
        quantity(),
        new Usd(decimal()),
        maybe(),
        maybe(),
        at());
  }

  ClientOrderId id() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return new ClientOrderId("0x" + HexFormat.of().formatHex(bytes));
  }

  private Price price() {
    return new Price(decimal().abs().add(new BigDecimal("0.000001")));
  }

  private Quantity quantity() {
    return new Quantity(decimal().abs().add(new BigDecimal("0.000001")));
  }

  private BigDecimal decimal() {
    return new BigDecimal(new BigInteger(1 + random.nextInt(90), random), random.nextInt(20))
        .multiply(BigDecimal.valueOf(maybe() ? 1 : -1));
  }

  private Instant instant() {
    return switch (random.nextInt(4)) {
      case 0 -> Instant.MAX;
      case 1 -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      default -> at();
    };
  }

  private Instant at() {
    return Instant.ofEpochMilli(1_385_337_600_000L + random.nextInt(1_000_000_000));
  }

  private String symbol() {
    return any(new String[] {"BTC", "ETH", "BTC-PERP"});
  }

  /** Quotes, line breaks, tabs, back-slashes, what is not ASCII; nothing that is replaced. */
  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(
          any(
              new String[] {
                "a",
                "'",
                "\"",
                "\\",
                "\n",
                "\t",
                "\r",
                "\\N",
                "é",
                "\uD83D\uDE80",
                "{",
                "?",
                ";",
                "\u0001",
                " ",
                "$$"
              }));
    }
    return text.toString();
  }

  private boolean maybe() {
    return random.nextBoolean();
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
