package dev.orrery.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.FakeVenue.Fault;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderState;
import dev.orrery.executor.reconcile.Correction;
import dev.orrery.executor.reconcile.Correction.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
  private final Rig rig = Rig.funded(10_000);

  @Test
  void findsNothingWhenBookAndVenueAgree() {
    rig.trade(TargetPosition.of("BTC", Quantity.of("0.01"), "x"));
    rig.reconciler.boot();
    assertThat(rig.reconciler.compareNow()).isEmpty();
    assertThat(rig.account().position("BTC").orElseThrow().liquidationPrice())
        .contains(Price.of("1"));
  }

  @Test
  void booksFillsNobodyTold() {
    rig.venue.holdEvents(true);
    rig.trade(TargetPosition.of("BTC", Quantity.of("0.01"), "x"));
    rig.venue.loseHeld();
    assertThat(rig.reconciler.compareNow()).extracting(Correction::kind).contains(Kind.MISSED_FILL);
    assertThat(rig.account().held("BTC")).isEqualTo(Quantity.of("0.01"));
    assertThat(rig.account().balance()).isEqualTo(rig.venue.balance());
    assertThat(rig.drifts).isEmpty();
  }

  @Test
  void doesNotMistakeAFillInFlightForDrift() {
    rig.reconciler.boot();
    rig.venue.holdEvents(true);
    rig.trade(TargetPosition.of("BTC", Quantity.of("0.01"), "x"));
    rig.reconciler.compareNow();
    rig.venue.holdEvents(false);
    rig.venue.release(new java.util.Random(1));
    rig.pass(Duration.ofMinutes(1));
    rig.reconciler.compareNow();
    assertThat(rig.drifts).isEmpty();
    assertThat(rig.account().held("BTC")).isEqualTo(Quantity.of("0.01"));
  }

  @Test
  void putsADriftRightOnceItHasLasted() {
    rig.reconciler.boot();
    rig.pass(Duration.ofMinutes(1));
    rig.venue.moveMoneySilently(Usd.of(-50));
    rig.reconciler.compareNow();
    rig.reconciler.compareNow();
    assertThat(rig.account().balance()).isEqualTo(Usd.of(10_000));
    assertThat(rig.reconciliations.getLast().agreed()).isFalse();
    assertThat(rig.reconciliations.getLast().suspected())
        .extracting(Correction::kind)
        .containsExactly(Kind.BALANCE);
    rig.pass(Duration.ofSeconds(5));
    rig.reconciler.compareNow();
    assertThat(rig.account().balance()).isEqualTo(Usd.of(9_950));
    assertThat(rig.drifts).extracting(Correction::kind).containsExactly(Kind.BALANCE);
    assertThat(rig.reconciler.compareNow()).isEmpty();
  }

  @Test
  void comparesEveryFiveMinutes() {
    rig.reconciler.boot();
    rig.reconciler.start();
    rig.venue.moveMoneySilently(Usd.of(-50));
    rig.pass(Duration.ofSeconds(299));
    assertThat(rig.account().balance()).isEqualTo(Usd.of(10_000));
    rig.pass(Duration.ofSeconds(30));
    assertThat(rig.account().balance()).isEqualTo(Usd.of(9_950));
    rig.reconciler.close();
  }

  @Test
  void asksOnceMoreAfterAStartForWhatWasNeverSent() {
    Commitment commitment =
        rig.commit(Rig.WIDE, TargetPosition.of("BTC", Quantity.of("0.01"), "x"));
    rig.reconciler.boot();
    assertThat(rig.venue.reported()).isEqualTo(1);

    passSlowly(rig, Duration.ofSeconds(7));
    assertThat(rig.venue.reported()).as("before silence is an answer").isEqualTo(1);
    assertThat(rig.desk.state().working()).hasSize(1);

    passSlowly(rig, Duration.ofMillis(200));
    assertThat(rig.venue.reported()).isEqualTo(2);
    assertThat(rig.desk.order(commitment.instructions().getFirst().id()))
        .extracting(TrackedOrder::state)
        .isEqualTo(OrderState.EXPIRED);
    passSlowly(rig, Duration.ofMinutes(2));
    assertThat(rig.venue.reported()).isEqualTo(2);
  }

  @Test
  void asksTwiceForWhatMayStillArrive() {
    rig.reconciler.boot();
    rig.venue.next(Fault.NEVER_ARRIVES);
    rig.trade(TargetPosition.of("BTC", Quantity.of("0.01"), "x"));

    passSlowly(rig, Duration.ofSeconds(7));
    assertThat(rig.venue.reported()).as("at the start and at 0.5 s").isEqualTo(2);
    assertThat(rig.desk.state().working()).hasSize(1);

    passSlowly(rig, Duration.ofMillis(200));
    assertThat(rig.venue.reported()).isEqualTo(3);
    assertThat(rig.desk.state().working()).isEmpty();
  }

  @Test
  void asksForNothingThatNewsHasToldOf() {
    rig.reconciler.boot();
    rig.venue.next(Fault.ARRIVES_UNANSWERED);
    rig.venue.holdEvents(true);
    rig.trade(
        PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.limit(Price.of("40000")), "x"));
    assertThat(rig.desk.state().working())
        .extracting(TrackedOrder::state)
        .containsExactly(OrderState.UNRESOLVED);
    rig.venue.holdEvents(false);
    rig.venue.release(new java.util.Random(1));

    passSlowly(rig, Duration.ofSeconds(10));

    assertThat(rig.desk.state().working())
        .extracting(TrackedOrder::state)
        .containsExactly(OrderState.OPEN);
    assertThat(rig.venue.reported()).as("at the start").isEqualTo(1);
  }

  @Test
  void learnsOnceItsEndHasPassedOfAChangeThatNobodyToldOf() {
    rig.reconciler.boot();
    rig.trade(
        PlaceOrder.buy("BTC", OrderSize.of("0.02"), OrderTerms.limit(Price.of("49000")), "x"));
    ClientOrderId id = rig.desk.state().working().getFirst().id();
    rig.venue.holdEvents(true);
    rig.venue.forgetAnswers(true);
    rig.trade(AmendOrder.both(id.value(), Price.of("48000"), Quantity.of("0.03"), "x"));
    rig.venue.loseHeld();
    rig.venue.holdEvents(false);
    rig.venue.forgetAnswers(false);
    int before = rig.venue.reported();

    rig.reconciler.boot(); // As the next life of the process does.
    passSlowly(rig, Duration.ofMinutes(2));

    TrackedOrder order = Objects.requireNonNull(rig.desk.order(id));
    assertThat(order.remaining()).isEqualTo(Quantity.of("0.03"));
    assertThat(order.spec().terms()).isEqualTo(OrderTerms.limit(Price.of("48000")));
    assertThat(order.amending()).isNull();
    int asked = rig.venue.reported();
    assertThat(asked).isGreaterThan(before);
    passSlowly(rig, Duration.ofMinutes(2));
    assertThat(rig.venue.reported()).isEqualTo(asked);
  }

  @Test
  void learnsOnceItsEndHasPassedThatAChangeNeverArrived() {
    rig.reconciler.boot();
    rig.trade(
        PlaceOrder.buy("BTC", OrderSize.of("0.02"), OrderTerms.limit(Price.of("49000")), "x"));
    ClientOrderId id = rig.desk.state().working().getFirst().id();
    rig.venue.next(Fault.NEVER_ARRIVES);
    rig.trade(AmendOrder.both(id.value(), Price.of("48000"), Quantity.of("0.03"), "x"));

    passSlowly(rig, Duration.ofSeconds(7));
    TrackedOrder changing = Objects.requireNonNull(rig.desk.order(id));
    assertThat(changing.amending()).as("it may still arrive").isNotNull();
    assertThat(changing.reserved()).isEqualTo(Quantity.of("0.03"));

    passSlowly(rig, Duration.ofMinutes(2));
    TrackedOrder order = Objects.requireNonNull(rig.desk.order(id));
    assertThat(order.amending()).isNull();
    assertThat(order.reserved()).isEqualTo(Quantity.of("0.02"));
    assertThat(order.spec().terms()).isEqualTo(OrderTerms.limit(Price.of("49000")));
    assertThat(rig.drifts).isEmpty();
    int asked = rig.venue.reported();
    passSlowly(rig, Duration.ofMinutes(2));
    assertThat(rig.venue.reported()).isEqualTo(asked);
  }

  @Test
  void learnsOfAnotherPriceWithoutAnotherQuantity() {
    rig.reconciler.boot();
    rig.trade(
        PlaceOrder.buy("BTC", OrderSize.of("0.02"), OrderTerms.limit(Price.of("49000")), "x"));
    ClientOrderId id = rig.desk.state().working().getFirst().id();
    rig.venue.holdEvents(true);
    rig.venue.forgetAnswers(true);
    rig.trade(AmendOrder.price(id.value(), Price.of("48000"), "x"));
    rig.venue.loseHeld();
    rig.venue.holdEvents(false);
    rig.venue.forgetAnswers(false);

    passSlowly(rig, Duration.ofMinutes(2));

    assertThat(Objects.requireNonNull(rig.desk.order(id)).spec().terms())
        .isEqualTo(OrderTerms.limit(Price.of("48000")));
  }

  private static void passSlowly(Rig rig, Duration time) {
    for (long millis = 0; millis < time.toMillis(); millis += 100) {
      rig.pass(Duration.ofMillis(100));
    }
  }

  @Test
  void adoptsOrdersPlacedByOthers() {
    OrderSpec foreign = foreign("x");
    rig.reconciler.boot();
    rig.venue.placeForeign(foreign);
    rig.reconciler.boot();
    assertThat(rig.drifts).extracting(Correction::kind).containsExactly(Kind.FOREIGN_ORDER);
    assertThat(rig.desk.state().working()).allMatch(TrackedOrder::external).hasSize(1);
    assertThat(rig.desk.state().ordersOnDayOf(rig.timeline.nowMillis())).isZero();
    rig.venue.fill(foreign.id(), Quantity.of("0.02"), Price.of("40000"));
    assertThat(rig.account().held("BTC")).isEqualTo(Quantity.of("0.02"));
    assertThat(rig.desk.state().working()).isEmpty();
  }

  @Test
  void bringsBackAnOrderThatWasGivenUpAndWorksAfterAll() {
    Commitment commitment =
        rig.commit(
            Rig.WIDE,
            PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.limit(Price.of("40000")), "x"));
    ClientOrderId id = commitment.instructions().getFirst().id();
    rig.venue.next(Fault.ARRIVES_UNANSWERED);
    rig.venue.holdEvents(true);
    rig.send(commitment);
    rig.venue.loseHeld();
    rig.desk.neverSent(java.util.List.of(id), "given up");
    rig.reconciler.boot();
    TrackedOrder order = Objects.requireNonNull(rig.desk.order(id));
    assertThat(order.state()).isEqualTo(OrderState.OPEN);
  }

  @Test
  void closesWhatWasNeverSentAtBoot() {
    Commitment commitment =
        rig.commit(Rig.WIDE, PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x"));
    ClientOrderId id = commitment.instructions().getFirst().id();
    rig.reconciler.boot();
    assertThat(rig.desk.order(id)).extracting("state").isEqualTo(OrderState.INTENDED);
    rig.pass(Duration.ofSeconds(8));
    rig.pass(Duration.ofSeconds(30));
    assertThat(rig.desk.order(id)).extracting("state").isEqualTo(OrderState.EXPIRED);
  }

  @Test
  void closesItAtOnceWhereNothingLeavesTheProcess() {
    rig.inside();
    rig.commit(Rig.WIDE, PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x"));
    rig.reconciler.boot();
    assertThat(rig.desk.state().working()).isEmpty();
  }

  @Test
  void comparesAnAccountThatTradesAllTheTime() {
    rig.reconciler.boot();
    for (int second = 1; second <= 24; second++) {
      rig.pass(Duration.ofSeconds(1));
      rig.trade(TargetPosition.of("BTC", Quantity.of(second % 2 == 0 ? "0.01" : "0.02"), "x"));
      if (second == 2) {
        rig.tell(new BrokerEvent.OrderFilled(again(rig.venue.fills().getLast())));
        assertThat(rig.account().held("BTC")).isNotEqualTo(rig.venue.position("BTC"));
      }
      if (second % 3 == 0) {
        rig.reconciler.compareNow();
      }
    }
    assertThat(rig.drifts)
        .extracting(Correction::kind)
        .containsExactlyInAnyOrder(Kind.POSITION, Kind.BALANCE);
    assertThat(rig.account().held("BTC")).isEqualTo(rig.venue.position("BTC"));
    assertThat(rig.account().balance()).isEqualTo(rig.venue.balance());
  }

  @Test
  void putsRightABookThatGoesOnDriftingOnABusyAccount() {
    rig.reconciler.boot();
    for (int second = 1; second <= 60; second++) {
      rig.pass(Duration.ofSeconds(1));
      rig.trade(TargetPosition.of("BTC", Quantity.of(second % 2 == 0 ? "0.01" : "0.02"), "x"));
      if (second < 40 && second % 2 == 0) {
        rig.tell(new BrokerEvent.OrderFilled(again(rig.venue.fills().getLast())));
      }
      if (second % 3 == 0) {
        rig.reconciler.compareNow();
      }
    }
    assertThat(rig.drifts).isNotEmpty();
    assertThat(rig.account().held("BTC")).isEqualTo(rig.venue.position("BTC"));
  }

  /** The same execution told as another: what a broker with a bug does. */
  private static Fill again(Fill fill) {
    return new Fill(
        fill.fillId() + "-again",
        fill.clientOrderId(),
        fill.symbol(),
        fill.side(),
        fill.price(),
        fill.quantity(),
        fill.fee(),
        fill.maker(),
        fill.liquidation(),
        fill.at());
  }

  @Test
  void beginsTheBookOfAnAccountThatWasUsedBeforeWithWhatItsVenueSays() {
    Rig fresh = new Rig();
    fresh.venue.holdEvents(true);
    fresh.venue.deposit(Usd.of(10_000));
    OrderSpec past = foreign("past");
    fresh.venue.placeForeign(past);
    fresh.venue.fill(past.id(), Quantity.of("0.02"), Price.of("40000"));
    fresh.venue.placeForeign(foreign("resting"));
    fresh.pass(Duration.ofSeconds(1));
    fresh.reconciler.boot();
    assertThat(fresh.reconciliations.getLast().done())
        .extracting(Correction::kind)
        .containsExactly(
            Kind.BEGAN,
            Kind.INITIAL_ORDER,
            Kind.LEVERAGE_LEARNT,
            Kind.INITIAL_POSITION,
            Kind.INITIAL_BALANCE);
    assertThat(fresh.drifts).isEmpty();
    assertThat(fresh.account().balance()).isEqualTo(fresh.venue.balance());
    assertThat(fresh.account().held("BTC")).isEqualTo(Quantity.of("0.02"));

    fresh.venue.holdEvents(false);
    fresh.venue.release(new java.util.Random(1)); // what was before the beginning, told late
    assertThat(fresh.reconciler.compareNow()).isEmpty();
    assertThat(fresh.account().held("BTC")).isEqualTo(Quantity.of("0.02"));
    assertThat(fresh.account().balance()).isEqualTo(fresh.venue.balance());
  }

  @Test
  void booksMoneyThatCameInWhileNobodyListenedUnderItsOwnId() {
    rig.reconciler.boot();
    rig.pass(Duration.ofMinutes(1));
    rig.venue.holdEvents(true);
    rig.venue.deposit(Usd.of(500));
    assertThat(rig.reconciler.compareNow())
        .extracting(Correction::kind)
        .containsExactly(Kind.MISSED_DEPOSIT);
    assertThat(rig.account().balance()).isEqualTo(Usd.of(10_500));
    rig.venue.holdEvents(false);
    rig.venue.release(new java.util.Random(1));
    assertThat(rig.account().balance()).isEqualTo(Usd.of(10_500));
    assertThat(rig.drifts).isEmpty();
  }

  @Test
  void takesAReportForFailedThatIsSilentAboutAnOrder() {
    rig.reconciler.boot();
    rig.trade(
        PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.limit(Price.of("40000")), "x"));
    rig.venue.silentAboutOrders(true);
    assertThatThrownBy(rig.reconciler::compareNow)
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("says nothing of 1 of 1 orders");
  }

  @Test
  void givesUpAReportThatHangsKeepsItsSuspicionsAndAsksAgainOnceItHasCome() {
    Rig impatient = new Rig(withReportsWithin(Duration.ofMillis(50)));
    impatient.venue.deposit(Usd.of(10_000));
    impatient.venue.effects(Broker.Effects.OUTSIDE);
    impatient.reconciler.boot();
    impatient.venue.holdEvents(true);
    impatient.venue.moveMoneySilently(Usd.of(-7));
    impatient.reconciler.compareNow();
    CountDownLatch comes = new CountDownLatch(1);
    impatient.venue.hangUntil(comes);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      impatient.asker = threads;
      assertThatThrownBy(impatient.reconciler::compareNow)
          .isInstanceOf(BrokerException.class)
          .hasMessage("the broker did not report within 50 ms");
      assertThat(impatient.reconciler.unanswered()).isTrue();
      assertThatThrownBy(impatient.reconciler::compareNow)
          .hasMessage("the broker has not answered what it was asked before");
      assertThat(impatient.drifts).isEmpty();
      comes.countDown();
    }
    impatient.asker = Runnable::run;
    assertThat(impatient.reconciler.unanswered()).isFalse();
    impatient.pass(Duration.ofSeconds(6));
    impatient.reconciler.compareNow();
    assertThat(impatient.drifts).hasSize(1);
    assertThat(impatient.account().balance()).isEqualTo(Usd.of(9_993));
  }

  private static ExecutorSettings withReportsWithin(Duration limit) {
    ExecutorSettings usual = ExecutorSettings.DEFAULTS;
    return new ExecutorSettings(
        usual.markStaleAfter(),
        usual.orderTimeout(),
        usual.flushTimeout(),
        usual.answerTimeout(),
        limit,
        usual.reconcileEvery(),
        usual.settleTime(),
        usual.clockSkew(),
        usual.balanceTolerance());
  }

  @Test
  void raisesAnAlarmForAFillOfAnOrderThatIsNotOursOrHasEnded() {
    rig.trade(TargetPosition.of("BTC", Quantity.of("0.01"), "x"));
    Fill fill = rig.venue.fills().getLast();
    rig.tell(new BrokerEvent.OrderFilled(again(fill)));
    rig.venue.holdEvents(true);
    OrderSpec foreign = foreign("theirs");
    rig.venue.placeForeign(foreign);
    rig.venue.fill(foreign.id(), Quantity.of("0.02"), Price.of("40000"));
    rig.reconciler.compareNow();
    assertThat(rig.alarms)
        .containsExactly(
            "fill " + fill.fillId() + "-again of an order that had filled whole",
            "fill " + rig.venue.fills().getLast().fillId() + " of an order that is not ours");
  }

  private static OrderSpec foreign(String name) {
    return new OrderSpec(
        ClientOrderId.of("elsewhere", name, 0, 0, 0),
        "BTC",
        Side.BUY,
        Quantity.of("0.02"),
        OrderTerms.limit(Price.of("40000")),
        false,
        Optional.empty(),
        "");
  }
}
