package dev.orrery.broker.contract;

import static dev.orrery.broker.contract.Scenarios.limit;
import static dev.orrery.broker.contract.Scenarios.stop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import java.time.Duration;
import java.util.List;

/** What is told of an account, and when. */
interface TellingScenarios extends Scenarios {
  @Scenario(id = "C88", value = "An order that rests is told of.")
  default void restingOrderIsTold() {
    OrderSpec order = bench().resting(bench().order(Side.BUY, "1", limit("900")));
    bench()
        .until(
            "opened",
            () ->
                bench().told(BrokerEvent.OrderOpened.class).stream()
                    .anyMatch(it -> it.clientOrderId().equals(order.id())));
  }

  @Scenario(id = "C89", value = "A trigger order that fires is told of.")
  default void firingIsTold() {
    bench().needs(Capability.TRIGGER_ORDERS);
    OrderSpec order = bench().resting(bench().order(Side.BUY, "1", stop("1050")));
    bench().trade("1050", "1");
    bench()
        .until(
            "triggered",
            () ->
                bench().told(BrokerEvent.OrderTriggered.class).stream()
                    .anyMatch(it -> it.clientOrderId().equals(order.id())));
    bench().untilHeld("1");
    bench().agrees();
  }

  @Scenario(id = "C90", value = "A trigger that is met already fires at once, or is refused.")
  default void metTriggerDoesNotRest() {
    bench().needs(Capability.TRIGGER_ORDERS);
    hold(Side.BUY, "1");
    OrderSpec order = bench().reducing(Side.SELL, "1", stop("1020"));
    if (bench().place(order).getFirst() instanceof OrderOutcome.Accepted) {
      bench().untilHeld("0");
    }
    bench().harness().settle();
    assertThat(bench().works(order)).isFalse();
    bench().agrees();
  }

  @Scenario(id = "C91", value = "A change of an order is told of while it works.")
  default void changeIsTold() {
    bench().needs(Capability.AMENDMENTS);
    OrderSpec order = bench().resting(bench().order(Side.BUY, "1", limit("900")));
    assertThat(bench().amend(Bench.changed(order, "880", "2")))
        .isInstanceOf(OrderOutcome.Accepted.class);
    bench()
        .until(
            () -> "one order of 2 at 880: " + bench().state().working(),
            () -> terms().equals(List.of(limit("880"))) && remaining().equals("2"));
    bench().agrees();
  }

  private List<OrderTerms> terms() {
    return bench().state().working().stream().map(it -> it.spec().terms()).toList();
  }

  private String remaining() {
    return bench().state().working().stream()
        .map(TrackedOrder::remaining)
        .reduce(Quantity.ZERO, Quantity::plus)
        .toString();
  }

  @Scenario(id = "C92", value = "What is told has the timeline's time of now.")
  default void eventsTellTheTimeOfTheTimeline() {
    hold(Side.BUY, "1");
    bench().resting(bench().order(Side.BUY, "1", limit("900")));
    bench().accepted(bench().reducing(Side.SELL, "1", OrderTerms.market()));
    bench().untilHeld("0");
    bench().harness().settle();
    assertThat(bench().events().furthest()).isLessThan(Duration.ofSeconds(5));
  }

  @Scenario(id = "C93", value = "Money that comes in is told once, under the report's id.")
  default void depositIsToldOnce() {
    bench().needs(Capability.DEPOSITS);
    Usd before = bench().state().money().balance();
    bench().harness().deposit(Usd.of(500));
    bench().until("told", () -> bench().state().money().balance().equals(before.plus(Usd.of(500))));
    assertThat(bench().report().deposits())
        .containsAll(
            bench().told(BrokerEvent.Deposited.class).stream()
                .filter(it -> it.amount().equals(Usd.of(500)))
                .toList());
    bench().agrees();
  }
}
