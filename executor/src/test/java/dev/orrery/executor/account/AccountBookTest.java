package dev.orrery.executor.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.account.Position;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.Seeds;
import dev.orrery.executor.TestMarket;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccountBookTest {
  private static final Instant NOW = Instant.ofEpochMilli(TestMarket.START);

  private final AccountBook book = new AccountBook();
  private int ids;

  @Test
  void positionIsTheSumOfFillsAndEquityIsCashFlowPlusWorth() {
    Random random = Seeds.random("AccountBookTest");
    for (int run = 0; run < 200; run++) {
      AccountBook account = new AccountBook();
      account.apply(told(new BrokerEvent.Deposited("d" + run, Usd.of(10_000), NOW)));
      BigDecimal quantity = BigDecimal.ZERO;
      BigDecimal cash = BigDecimal.valueOf(10_000);
      for (int i = 0; i < 60; i++) {
        Fill fill = randomFill(random, run + "-" + i);
        account.apply(told(new BrokerEvent.OrderFilled(fill)));
        if (random.nextInt(4) == 0) {
          account.apply(told(new BrokerEvent.OrderFilled(fill)));
        }
        BigDecimal signed = fill.signedQuantity().value();
        quantity = quantity.add(signed);
        cash = cash.subtract(signed.multiply(fill.price().value())).subtract(fill.fee().value());
      }
      assertThat(account.state().holding("BTC").quantity()).isEqualTo(new Quantity(quantity));
      TestMarket market = TestMarket.standard().with("BTC", 41_234.5);
      BigDecimal worth = cash.add(quantity.multiply(new BigDecimal("41234.5")));
      assertThat(new AccountView(account.state(), market).equity()).isEqualTo(new Usd(worth));
    }
  }

  @Test
  void keepsTheAverageEntryWhenItShrinksAndTakesThePriceWhenItFlips() {
    Holding.Change opened = Holding.NONE.after(Quantity.of("3"), Price.of("100"));
    Holding.Change more = opened.holding().after(Quantity.of("1"), Price.of("200"));
    assertThat(more.holding().averageEntry()).isEqualTo(Price.of("125"));
    Holding.Change less = more.holding().after(Quantity.of("-1"), Price.of("150"));
    assertThat(less.realised()).isEqualTo(Usd.of(25));
    assertThat(less.holding().averageEntry()).isEqualTo(Price.of("125"));
    Holding.Change flipped = less.holding().after(Quantity.of("-5"), Price.of("100"));
    assertThat(flipped.realised()).isEqualTo(Usd.of(-75));
    assertThat(flipped.holding()).isEqualTo(new Holding(Quantity.of("-2"), Usd.of(-200)));
  }

  @Test
  void aPositionIsAsOldAsTheFillThatLeftZeroOrTurnedIt() {
    OrderSpec buy = order(OrderTerms.market(), "9");
    assertThat(openedAfter(buy, "1", 1)).contains(NOW.plusSeconds(1));
    assertThat(openedAfter(buy, "1", 2)).as("grown").contains(NOW.plusSeconds(1));
    assertThat(openedAfter(buy, "-1.5", 3)).as("shrunk").contains(NOW.plusSeconds(1));
    assertThat(openedAfter(buy, "-2", 4)).as("turned").contains(NOW.plusSeconds(4));
    assertThat(openedAfter(buy, "1.5", 5)).as("closed").isEmpty();
    assertThat(openedAfter(buy, "1", 6)).as("opened again").contains(NOW.plusSeconds(6));
    AccountBook resumed =
        AccountBook.restore(
            new AccountHistory(List.of(new AccountEntry.Standing(book.standing(), "", NOW))));
    assertThat(resumed.state().held()).isEqualTo(book.state().held());
  }

  @Test
  void aFillThatIsToldLateIsBookedWhereItBelongs() {
    Random random = Seeds.random("AccountBookTest.late");
    for (int run = 0; run < 300; run++) {
      List<AccountEntry> inOrder = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        inOrder.add(told(new BrokerEvent.OrderFilled(at(randomFill(random, run + "-" + i), i))));
      }
      List<AccountEntry> late = new ArrayList<>(inOrder);
      for (int i = 0; i < 5; i++) {
        AccountEntry missed = late.remove(random.nextInt(late.size() - 10));
        late.add(random.nextInt(late.size()), missed);
      }
      AccountBook told = new AccountBook();
      AccountBook resumed = told;
      for (int i = 0; i < late.size(); i++) {
        told.apply(late.get(i));
        if (resumed != told) {
          resumed.apply(late.get(i));
        } else if (random.nextInt(30) == 0) {
          resumed = resumed(told);
        }
      }
      AccountBook exact = new AccountBook();
      inOrder.forEach(exact::apply);
      assertThat(told.state().held()).as("run %d", run).isEqualTo(exact.state().held());
      assertThat(told.state().money()).as("run %d", run).isEqualTo(exact.state().money());
      assertThat(resumed.state().held()).as("resumed, run %d", run).isEqualTo(told.state().held());
      assertThat(resumed.state().money()).as("run %d", run).isEqualTo(told.state().money());
    }
  }

  @Test
  void aFillOlderThanAllThatAreRememberedIsBookedBeforeThem() {
    book.apply(told(new BrokerEvent.OrderFilled(at(fill("a", "2", "100"), 0))));
    for (int i = 1; i <= SymbolBook.REMEMBERED; i++) {
      book.apply(told(new BrokerEvent.OrderFilled(at(fill("b" + i, "1", "100"), 10 + i))));
    }
    book.apply(told(new BrokerEvent.OrderFilled(at(fill("c", "-1", "90"), 1))));
    assertThat(book.state().money().realised()).isEqualTo(Usd.of(-10));
    assertThat(book.state().holding("BTC").quantity())
        .isEqualTo(new Quantity(BigDecimal.valueOf(SymbolBook.REMEMBERED + 1)));
  }

  private static AccountBook resumed(AccountBook from) {
    return AccountBook.restore(
        new AccountHistory(List.of(new AccountEntry.Standing(from.standing(), "", NOW))));
  }

  private Fill fill(String id, String signed, String price) {
    Quantity quantity = Quantity.of(signed);
    return new Fill(
        id,
        order(OrderTerms.market(), "1").id(),
        "BTC",
        quantity.signum() > 0 ? Side.BUY : Side.SELL,
        Price.of(price),
        quantity.abs(),
        Usd.ZERO,
        false,
        false,
        NOW);
  }

  private static Fill at(Fill it, int second) {
    return new Fill(
        it.fillId(),
        it.clientOrderId(),
        it.symbol(),
        it.side(),
        it.price(),
        it.quantity(),
        it.fee(),
        it.maker(),
        it.liquidation(),
        NOW.plusSeconds(second));
  }

  private Optional<Instant> openedAfter(OrderSpec order, String signed, int second) {
    Quantity quantity = Quantity.of(signed);
    book.apply(
        told(
            new BrokerEvent.OrderFilled(
                new Fill(
                    "f" + second,
                    order.id(),
                    "BTC",
                    quantity.signum() > 0 ? Side.BUY : Side.SELL,
                    Price.of("100"),
                    quantity.abs(),
                    Usd.ZERO,
                    false,
                    false,
                    NOW.plusSeconds(second)))));
    return new AccountView(book.state(), TestMarket.standard())
        .position("BTC")
        .map(Position::openedAt);
  }

  @Test
  void endsAlikeHoweverEventsAreRepeatedAndReordered() {
    Random random = Seeds.random("AccountBookTest.reordered");
    for (int run = 0; run < 500; run++) {
      OrderSpec order = order(OrderTerms.limit(Price.of("50000")), "0.03");
      List<AccountEntry> events = new ArrayList<>();
      events.add(told(new BrokerEvent.OrderOpened(order.id(), "v1", NOW)));
      events.add(
          new AccountEntry.Answered(
              AccountEntry.Asked.PLACE, new OrderOutcome.Accepted(order.id(), "v1", null), NOW));
      boolean whole = random.nextBoolean();
      int parts = whole ? 3 : 1 + random.nextInt(2);
      for (int i = 0; i < parts; i++) {
        events.add(told(new BrokerEvent.OrderFilled(fill(order, "0.01", run + "/" + i))));
      }
      CloseReason reason = whole ? CloseReason.FILLED : CloseReason.CANCELLED;
      events.add(told(new BrokerEvent.OrderClosed(order.id(), reason, "", NOW)));
      for (AccountEntry entry : List.copyOf(events)) {
        if (random.nextBoolean()) {
          events.add(entry);
        }
      }
      Collections.shuffle(events, random);
      AccountBook account = new AccountBook();
      account.apply(intended(order));
      events.forEach(account::apply);
      TrackedOrder end = Objects.requireNonNull(account.order(order.id()));
      assertThat(end.state()).isEqualTo(whole ? OrderState.FILLED : OrderState.CANCELLED);
      assertThat(end.filled()).isEqualTo(new Quantity(BigDecimal.valueOf(parts, 2)));
      assertThat(account.state().working()).isEmpty();
      assertThat(account.state().holding("BTC").quantity()).isEqualTo(end.filled());
    }
  }

  @Test
  void countsAnOrderUntilItsFillsAreTold() {
    OrderSpec order = order(OrderTerms.market(), "0.02");
    book.apply(intended(order));
    book.apply(told(new BrokerEvent.OrderClosed(order.id(), CloseReason.FILLED, "", NOW)));
    assertThat(book.state().working())
        .extracting(TrackedOrder::state)
        .containsExactly(OrderState.SETTLING);
    book.apply(told(new BrokerEvent.OrderFilled(fill(order, "0.02", "late"))));
    assertThat(book.state().working()).isEmpty();
  }

  @Test
  void aRefusedCancelSaysNothingAgainstTheOrder() {
    OrderSpec order = order(OrderTerms.market(), "0.02");
    book.apply(intended(order));
    book.apply(
        new AccountEntry.Answered(
            AccountEntry.Asked.CANCEL,
            new OrderOutcome.Rejected(order.id(), OrderOutcome.ALREADY_GONE),
            NOW));
    assertThat(book.state().working()).hasSize(1);
  }

  /** The one that was accepted is on its way still: the order goes on where the sum says done. */
  @Test
  void aRefusedChangeDoesNotEndAnOrderWhoseChangeBeforeItIsNotToldYet() {
    OrderSpec order = order(OrderTerms.limit(Price.of("50000")), "0.03");
    OrderSpec larger =
        new OrderSpec(
            order.id(),
            order.symbol(),
            order.side(),
            Quantity.of("0.04"),
            order.terms(),
            false,
            Optional.empty(),
            "");
    book.apply(intended(order));
    book.apply(told(new BrokerEvent.OrderOpened(order.id(), "v1", NOW)));
    book.apply(new AccountEntry.Amending(larger, "firing", NOW, NOW));
    book.apply(answered(new OrderOutcome.Accepted(order.id(), "v2", null)));
    book.apply(new AccountEntry.Amending(order, "firing", NOW, NOW));
    book.apply(answered(new OrderOutcome.Rejected(order.id(), OrderOutcome.NOT_SENT)));
    book.apply(told(new BrokerEvent.OrderFilled(fill(order, "0.03", "whole"))));

    AccountBook resumed = resumed(book);
    for (AccountBook each : List.of(book, resumed)) {
      each.apply(
          told(
              new BrokerEvent.OrderAmended(
                  order.id(), "v2", Price.of("50000"), Quantity.of("0.01"), NOW)));
      TrackedOrder known = Objects.requireNonNull(each.order(order.id()));
      assertThat(known.state()).isEqualTo(OrderState.PARTIALLY_FILLED);
      assertThat(known.remaining()).isEqualTo(Quantity.of("0.01"));
      each.apply(told(new BrokerEvent.OrderFilled(fill(order, "0.01", "rest"))));
      each.apply(told(new BrokerEvent.OrderClosed(order.id(), CloseReason.FILLED, "", NOW)));
      assertThat(each.state().working()).isEmpty();
    }
  }

  private static AccountEntry answered(OrderOutcome outcome) {
    return new AccountEntry.Answered(AccountEntry.Asked.AMEND, outcome, NOW);
  }

  @Test
  void anAmendmentToldTwiceCountsOnce() {
    OrderSpec order = order(OrderTerms.limit(Price.of("50000")), "0.02");
    book.apply(intended(order));
    book.apply(told(new BrokerEvent.OrderOpened(order.id(), "v1", NOW)));
    BrokerEvent amended =
        new BrokerEvent.OrderAmended(order.id(), "v2", Price.of("49000"), Quantity.of("0.03"), NOW);
    book.apply(told(amended));
    book.apply(told(new BrokerEvent.OrderFilled(fill(order, "0.01", "f"))));
    assertThat(book.isNews(amended)).isFalse();
    book.apply(told(amended));
    assertThat(book.state().openOrders())
        .extracting(it -> it.quantity() + " " + it.remaining())
        .containsExactly("0.03 0.02");
  }

  @Test
  void depositsAreNeitherGainNorLossOfTheDay() {
    book.apply(told(new BrokerEvent.Deposited("a", Usd.of(1_000), NOW)));
    book.apply(new AccountEntry.DayOpened(Usd.of(1_000), NOW));
    book.apply(told(new BrokerEvent.Deposited("b", Usd.of(500), NOW)));
    assertThat(book.state().dayStartEquity(TestMarket.START)).contains(Usd.of(1_500));
    assertThat(book.state().dayStartEquity(TestMarket.START + 86_400_000)).isEmpty();
  }

  @Test
  void remembersItsEquityUntilAMarkChanges() {
    book.apply(told(new BrokerEvent.Deposited("a", Usd.of(1_000), NOW)));
    OrderSpec order = order(OrderTerms.market(), "0.02");
    book.apply(told(new BrokerEvent.OrderFilled(fill(order, "0.02", "f"))));
    TestMarket market = TestMarket.standard();
    Usd first = new AccountView(book.state(), market).equity();
    assertThat(new AccountView(book.state(), market).equity()).isSameAs(first);
    assertThat(new AccountView(book.state(), market.with("BTC", 51_000)).equity())
        .isEqualTo(first.plus(Usd.of(20)));
  }

  private Fill randomFill(Random random, String id) {
    return new Fill(
        id,
        ClientOrderId.of("d", id, 0, 0, 0),
        "BTC",
        random.nextBoolean() ? Side.BUY : Side.SELL,
        new Price(BigDecimal.valueOf(300_000 + random.nextInt(300_000), 1)),
        new Quantity(BigDecimal.valueOf(1 + random.nextInt(100_000), 5)),
        new Usd(BigDecimal.valueOf(random.nextInt(1_000), 4)),
        random.nextBoolean(),
        false,
        NOW);
  }

  private static Fill fill(OrderSpec order, String quantity, String id) {
    return new Fill(
        id,
        order.id(),
        order.symbol(),
        order.side(),
        Price.of("50000"),
        Quantity.of(quantity),
        Usd.ZERO,
        false,
        false,
        NOW);
  }

  private OrderSpec order(OrderTerms terms, String quantity) {
    return new OrderSpec(
        ClientOrderId.of("d", "o", ids++, 0, 0),
        "BTC",
        Side.BUY,
        Quantity.of(quantity),
        terms,
        false,
        Optional.empty(),
        "");
  }

  private static AccountEntry intended(OrderSpec order) {
    return new AccountEntry.Intended(order, "firing", "test", 1, NOW, NOW);
  }

  private static AccountEntry told(BrokerEvent event) {
    return new AccountEntry.Told(event);
  }
}
