package dev.orrery.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.FakeVenue.Fault;
import dev.orrery.executor.SendReport.Result;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.journal.OrderJournal.Receipt;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderState;
import dev.orrery.executor.risk.TradingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OrderSenderTest {
  private static final PlaceOrder BUY =
      PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x");

  private final Rig rig = Rig.funded(10_000);

  @Test
  void neverSendsAnIntentAfterItsTime() {
    Commitment commitment = rig.commit(Rig.WIDE, BUY);
    rig.processNow = rig.processNow.plusSeconds(5);
    assertThat(rig.send(commitment).result()).isEqualTo(Result.DENIED);
    assertThat(rig.venue.submitted()).isZero();
    assertThat(state(commitment)).isEqualTo(OrderState.EXPIRED);
    assertThat(rig.desk.state().working()).isEmpty();
  }

  @Test
  void doesNotMindTheProcessClockWhereNothingLeavesTheProcess() {
    rig.inside();
    Commitment commitment = rig.commit(Rig.WIDE, BUY);
    rig.processNow = rig.processNow.plusSeconds(60);
    assertThat(rig.send(commitment).result()).isEqualTo(Result.EXECUTED);
  }

  @Test
  void neverSendsUnderAnotherEpoch() {
    Commitment commitment = rig.commit(Rig.WIDE, BUY);
    rig.permit = new Permit(TradingState.ACTIVE, 2, rig.permit.validUntil(), List.of());
    assertThat(rig.send(commitment).result()).isEqualTo(Result.DENIED);
    assertThat(rig.venue.submitted()).isZero();
    assertThat(state(commitment)).isEqualTo(OrderState.EXPIRED);
  }

  @Test
  void opensNothingWhenTradingStopsBetweenCommitAndSend() {
    Commitment commitment = rig.commit(Rig.WIDE, BUY.withExits(Exits.stop(Price.of("40000"))));
    rig.permit = new Permit(TradingState.HALTED, 1, rig.permit.validUntil(), List.of("panic"));
    SendReport report = rig.send(commitment);
    assertThat(report.result()).isEqualTo(Result.DENIED);
    assertThat(report.neverSent().values()).containsOnly("trading is HALTED now");
    assertThat(report.neverSent()).hasSize(2);
    assertThat(rig.venue.submitted()).isZero();
  }

  @Test
  void opensOnlyFromTheDatabaseAndClosesFromTheSpool() {
    rig.receipt = Receipt.SPOOL;
    assertThat(rig.trade(BUY).result()).isEqualTo(Result.DENIED);
    rig.receipt = Receipt.DATABASE;
    assertThat(rig.trade(BUY).result()).isEqualTo(Result.EXECUTED);
    rig.receipt = Receipt.SPOOL;
    Commitment flip = rig.commit(Rig.WIDE, TargetPosition.of("BTC", Quantity.of("-0.01"), "x"));
    assertThat(rig.send(flip).result()).isEqualTo(Result.PARTIALLY_EXECUTED);
    assertThat(rig.venue.position("BTC").isZero()).isTrue();
    rig.receipt = Receipt.DATABASE;
    rig.trade(BUY);
    rig.receipt = Receipt.NONE;
    assertThat(rig.trade(TargetPosition.flat("BTC", "x")).result()).isEqualTo(Result.DENIED);
    assertThat(rig.venue.position("BTC")).isEqualTo(Quantity.of("0.01"));
  }

  @Test
  void tellsRejectedFromPartiallyExecuted() {
    rig.venue.next(Fault.REFUSE);
    assertThat(rig.trade(BUY).result()).isEqualTo(Result.REJECTED);
    rig.venue.next(Fault.NONE, Fault.REFUSE);
    assertThat(rig.trade(BUY, BUY, BUY).result()).isEqualTo(Result.PARTIALLY_EXECUTED);
    assertThat(rig.venue.position("BTC")).isEqualTo(Quantity.of("0.01"));
    assertThat(rig.desk.state().working()).isEmpty();
  }

  @Test
  void asksForAnOrderWhoseAnswerWasLost() {
    rig.venue.holdEvents(true);
    rig.venue.next(Fault.ARRIVES_UNANSWERED);
    Commitment commitment = rig.commit(Rig.WIDE, BUY);
    assertThat(rig.send(commitment).result()).isEqualTo(Result.UNRESOLVED);
    assertThat(state(commitment)).isEqualTo(OrderState.UNRESOLVED);
    rig.venue.loseHeld();
    rig.pass(Duration.ofSeconds(1));
    assertThat(state(commitment)).isEqualTo(OrderState.FILLED);
    assertThat(rig.account().held("BTC")).isEqualTo(Quantity.of("0.01"));
    assertThat(rig.drifts).isEmpty();
  }

  @Test
  void keepsTheReservationOfALostOrderUntilItCanArriveNoMore() {
    rig.venue.next(Fault.NEVER_ARRIVES);
    Commitment commitment = rig.commit(Rig.WIDE, BUY);
    assertThat(rig.send(commitment).result()).isEqualTo(Result.UNRESOLVED);
    rig.pass(Duration.ofSeconds(4));
    assertThat(state(commitment)).isEqualTo(OrderState.UNRESOLVED);
    rig.pass(Duration.ofSeconds(4));
    rig.pass(Duration.ofSeconds(10));
    assertThat(state(commitment)).isEqualTo(OrderState.EXPIRED);
  }

  @Test
  void goesOnAskingWhileTheVenueIsUnreachable() {
    rig.venue.next(Fault.ARRIVES_UNANSWERED);
    rig.venue.holdEvents(true);
    Commitment commitment = rig.commit(Rig.WIDE, BUY);
    rig.send(commitment);
    rig.venue.unreachable(true);
    rig.pass(Duration.ofSeconds(10));
    assertThat(rig.failures).hasSizeGreaterThan(2);
    rig.venue.unreachable(false);
    rig.pass(Duration.ofSeconds(30));
    assertThat(state(commitment)).isEqualTo(OrderState.FILLED);
  }

  @Test
  void givesUpABrokerThatDoesNotAnswerAndAsksTheVenue() {
    Rig rig = impatient();
    List<Runnable> calls = new ArrayList<>();
    rig.caller = calls::add;
    Commitment commitment = rig.commit(Rig.WIDE, BUY);
    assertThat(rig.send(commitment).result()).isEqualTo(Result.UNRESOLVED);
    assertThat(rig.alarms).containsExactly("unanswered 1");
    assertThat(rig.sender.unanswered()).isEqualTo(1);
    assertThat(rig.trade(BUY).neverSent().values())
        .containsExactly("the broker has not answered what was sent before");

    rig.venue.holdEvents(true);
    calls.getFirst().run();
    assertThat(rig.alarms).containsExactly("unanswered 1", "late 1");
    assertThat(rig.sender.unanswered()).isZero();
    assertThat(rig.desk.order(commitment.instructions().getFirst().id()))
        .extracting("state")
        .isEqualTo(OrderState.UNRESOLVED);
    rig.pass(Duration.ofSeconds(1));
    assertThat(rig.account().held("BTC")).isEqualTo(Quantity.of("0.01"));
  }

  @Test
  void takesAnswersThatDoNotFitTheBatchForUnresolved() {
    rig.venue.forgetAnswers(true);
    assertThat(rig.trade(BUY).result()).isEqualTo(Result.UNRESOLVED);
    rig.venue.forgetAnswers(false);
    rig.pass(Duration.ofSeconds(1));
    assertThat(rig.account().held("BTC")).isEqualTo(Quantity.of("0.01"));
  }

  @Test
  void asksForAnOrderThatTheVenueHasNeverSeenWhenItIsCancelled() {
    rig.venue.next(Fault.NEVER_ARRIVES);
    Commitment lost =
        rig.commit(
            Rig.WIDE,
            PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.limit(Price.of("40000")), "x"));
    rig.send(lost);
    SendReport report = rig.trade(new CancelAll("BTC", "x"));
    assertThat(report.result()).isEqualTo(Result.UNRESOLVED);
    assertThat(report.outcomes())
        .singleElement()
        .isInstanceOfSatisfying(
            OrderOutcome.Rejected.class, it -> assertThat(it.neverSeen()).isTrue());
    assertThat(state(lost)).isEqualTo(OrderState.UNRESOLVED);
    rig.pass(Duration.ofSeconds(8));
    rig.pass(Duration.ofSeconds(30));
    assertThat(state(lost)).isEqualTo(OrderState.EXPIRED);
  }

  private static Rig impatient() {
    ExecutorSettings usual = ExecutorSettings.DEFAULTS;
    Rig rig =
        new Rig(
            new ExecutorSettings(
                usual.markStaleAfter(),
                usual.orderTimeout(),
                usual.flushTimeout(),
                Duration.ofMillis(20),
                usual.reportTimeout(),
                usual.reconcileEvery(),
                usual.settleTime(),
                usual.clockSkew(),
                usual.balanceTolerance()));
    rig.venue.deposit(Usd.of(10_000));
    return rig;
  }

  private OrderState state(Commitment commitment) {
    TrackedOrder order =
        Objects.requireNonNull(rig.desk.order(commitment.instructions().getFirst().id()));
    return order.state();
  }
}
