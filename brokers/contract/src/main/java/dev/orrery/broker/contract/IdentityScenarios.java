package dev.orrery.broker.contract;

import static dev.orrery.broker.contract.Scenarios.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.kernel.ProblemException;

/** Which order is meant, and whose it is. */
interface IdentityScenarios extends Scenarios {
  @Scenario(id = "C82", value = "A cancelled order's id is not placed again, and was accepted.")
  default void cancelledIdIsNotPlacedAgain() {
    OrderSpec order = bench().resting(bench().order(Side.BUY, "1", limit("900")));
    bench().cancel(order);
    bench().untilGone(order);
    assertThat(bench().place(order).getFirst()).isInstanceOf(OrderOutcome.Accepted.class);
    bench().harness().settle();
    assertThat(bench().works(order)).isFalse();
    bench().agrees();
  }

  @Scenario(id = "C83", value = "A refused order's id is refused again.")
  default void refusedIdIsRefusedAgain() {
    OrderSpec order = bench().order(Side.BUY, "900", OrderTerms.market());
    bench().refused(order);
    bench().refused(order);
    bench().harness().settle();
    assertThat(bench().reported()).isEqualTo(Quantity.ZERO);
  }

  @Scenario(id = "C84", value = "Cancelling one of two orders leaves the other.")
  default void cancellingOneLeavesTheOther() {
    OrderSpec gone = bench().resting(bench().order(Side.BUY, "1", limit("900")));
    OrderSpec kept = bench().resting(bench().order(Side.BUY, "1", limit("890")));
    bench().cancel(gone);
    bench().untilGone(gone);
    bench().harness().settle();
    assertThat(bench().works(kept)).isTrue();
    bench().agrees();
  }

  @Scenario(id = "C85", value = "Cancelling what the venue never had answers: never seen.")
  default void cancellingTheUnknown() {
    OrderSpec unknown = bench().order(Side.BUY, "1", limit("900"));
    assertThat(bench().cancel(unknown))
        .isEqualTo(new OrderOutcome.Rejected(unknown.id(), OrderOutcome.NEVER_SEEN));
  }

  @Scenario(id = "C86", value = "An order placed elsewhere is reported, and its fills are its own.")
  default void orderPlacedElsewhere() {
    bench().needs(Capability.FOREIGN_ORDERS);
    bench().harness().placeElsewhere(Side.BUY, Quantity.of("1"), Price.of("990"));
    bench().until("it is reported", () -> bench().report().openOrders().size() == 1);
    ClientOrderId id = bench().report().openOrders().getFirst().id();
    bench().reconcile();
    assertThat(bench().state().working()).allMatch(it -> it.external()).hasSize(1);
    bench().trade("980", "5");
    bench().untilHeld("1");
    assertThat(bench().told(BrokerEvent.OrderFilled.class))
        .extracting(BrokerEvent.OrderFilled::fill)
        .extracting(Fill::clientOrderId)
        .containsOnly(id);
    bench().agrees();
  }

  @Scenario(id = "C87", value = "An account that cannot be traded on is refused when it is opened.")
  default void openingIsRefused() {
    bench().needs(Capability.REFUSED_OPENING);
    assertThatThrownBy(() -> bench().harness().refusing().open(bench().request(event -> {})))
        .isInstanceOf(ProblemException.class);
  }
}
