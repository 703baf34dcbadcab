package dev.orrery.executor;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderState;
import dev.orrery.executor.reconcile.Correction;
import dev.orrery.executor.reconcile.Correction.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
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
  void putsADriftRightWhenItIsSeenTwice() {
    rig.reconciler.boot();
    rig.pass(Duration.ofMinutes(1));
    rig.venue.moveMoneySilently(Usd.of(-50));
    rig.reconciler.compareNow();
    assertThat(rig.account().balance()).isEqualTo(Usd.of(10_000));
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
  void adoptsOrdersPlacedByOthers() {
    OrderSpec foreign =
        new OrderSpec(
            ClientOrderId.of("elsewhere", "x", 0, 0, 0),
            "BTC",
            Side.BUY,
            Quantity.of("0.02"),
            OrderTerms.limit(Price.of("40000")),
            false,
            Optional.empty(),
            "");
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
}
