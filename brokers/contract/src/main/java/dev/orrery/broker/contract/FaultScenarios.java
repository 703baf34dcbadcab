package dev.orrery.broker.contract;

import static dev.orrery.broker.contract.Scenarios.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What holds on a bad line. */
interface FaultScenarios extends Scenarios {
  private OrderSpec lost(FaultyBroker.Fault fault, OrderSpec order) {
    bench().broker().next(fault);
    assertThat(bench().place(order).getFirst()).isInstanceOf(OrderOutcome.Unresolved.class);
    return order;
  }

  private void mixedTrading() {
    hold(Side.BUY, "2");
    bench().resting(bench().order(Side.BUY, "1", limit("990")));
    bench().trade("980", "5");
    bench().accepted(bench().reducing(Side.SELL, "1", OrderTerms.market()));
    bench().accepted(bench().order(Side.SELL, "4", OrderTerms.market()));
    bench().trade("1010", "5");
    bench().accepted(bench().order(Side.BUY, "1", limit("900")));
  }

  @Scenario(id = "C54", value = "The account is the fold of what was told.")
  default void accountIsTheFoldOfEvents() {
    mixedTrading();
    bench().untilHeld("-2");
    bench().agrees();
  }

  @Scenario(id = "C55", value = "Lost reply to a market order: the report knows that it filled.")
  default void lostReplyOfAFilledOrder() {
    OrderSpec order =
        lost(FaultyBroker.Fault.LOST_REPLY, bench().order(Side.BUY, "1", OrderTerms.market()));
    bench().until("final", () -> bench().fate(order) instanceof OrderFate.Final);
    bench().untilHeld("1");
    bench().reconcile();
    bench().agrees();
  }

  @Scenario(id = "C56", value = "Lost reply to a limit order: the report knows that it works.")
  default void lostReplyOfARestingOrder() {
    OrderSpec order =
        lost(FaultyBroker.Fault.LOST_REPLY, bench().order(Side.BUY, "1", limit("900")));
    bench().until("working", () -> bench().fate(order) instanceof OrderFate.Working);
    bench().reconcile();
    bench().agrees();
  }

  @Scenario(id = "C57", value = "Lost reply to a refused order: it is not working and never fills.")
  default void lostReplyOfARefusedOrder() {
    OrderSpec order =
        lost(FaultyBroker.Fault.LOST_REPLY, bench().reducing(Side.SELL, "1", OrderTerms.market()));
    bench().harness().settle();
    assertThat(bench().fate(order)).isNotInstanceOf(OrderFate.Working.class);
    bench().reconcile();
    bench().agrees();
  }

  @Scenario(id = "C58", value = "A lost request was never seen, and is closed as never sent.")
  default void lostRequestWasNeverSeen() {
    OrderSpec order =
        lost(FaultyBroker.Fault.LOST_REQUEST, bench().order(Side.BUY, "1", OrderTerms.market()));
    assertThat(bench().fate(order)).isInstanceOf(OrderFate.NeverSeen.class);
    bench().reconcile();
    assertThat(bench().state().working()).isEmpty();
    bench().agrees();
  }

  @Scenario(id = "C59", value = "An order sent again after a lost reply is placed once.")
  default void sentAgainIsPlacedOnce() {
    OrderSpec order =
        lost(FaultyBroker.Fault.LOST_REPLY, bench().order(Side.BUY, "1", OrderTerms.market()));
    bench().until("final", () -> bench().fate(order) instanceof OrderFate.Final);
    assertThat(bench().place(order).getFirst()).isInstanceOf(OrderOutcome.Accepted.class);
    bench().harness().settle();
    assertThat(bench().reported()).isEqualTo(Quantity.of("1"));
    bench().agrees();
  }

  @Scenario(id = "C60", value = "What is told twice counts once.")
  default void repeatedEventsCountOnce() {
    bench().events().mode(FaultyEvents.Mode.TWICE);
    mixedTrading();
    bench().untilHeld("-2");
    bench().agrees();
  }

  @Scenario(id = "C61", value = "Fills that overtake each other end in the same account.")
  default void reorderedEventsEndTheSame() {
    hold(Side.BUY, "1");
    bench().events().mode(FaultyEvents.Mode.HOLD);
    bench().accepted(bench().order(Side.BUY, "2", OrderTerms.market()));
    bench().accepted(bench().order(Side.BUY, "1", OrderTerms.market()));
    bench()
        .until(
            "both are executed",
            () ->
                bench().report().positions().stream()
                    .anyMatch(it -> it.quantity().equals(Quantity.of("4"))));
    bench().events().release(true);
    bench().untilHeld("4");
    bench().agrees();
  }

  @Scenario(id = "C62", value = "A fill told after its order timed out is booked once.")
  default void fillAfterTimeout() {
    bench().events().mode(FaultyEvents.Mode.HOLD);
    OrderSpec order =
        lost(FaultyBroker.Fault.LOST_REPLY, bench().order(Side.BUY, "1", OrderTerms.market()));
    bench().until("final", () -> bench().fate(order) instanceof OrderFate.Final);
    bench().reconcile();
    assertThat(bench().held()).isEqualTo(Quantity.of("1"));
    bench().events().release(false);
    bench().untilHeld("1");
    bench().agrees();
  }

  @Scenario(id = "C63", value = "Events may come before or after the outcome they belong to.")
  default void delayedEventsAfterTheOutcome() {
    bench().events().mode(FaultyEvents.Mode.HOLD);
    OrderSpec order = bench().accepted(bench().order(Side.BUY, "1", OrderTerms.market()));
    bench().until("final", () -> bench().fate(order) instanceof OrderFate.Final);
    assertThat(bench().held()).isEqualTo(Quantity.ZERO);
    bench().events().release(false);
    bench().untilHeld("1");
    bench().agrees();
  }

  @Scenario(id = "C64", value = "Fills that were never told are found in the report.")
  default void missedFillsAreInTheReport() {
    OrderSpec order = bench().accepted(bench().order(Side.BUY, "1", limit("990")));
    bench().until("it rests", () -> bench().works(order));
    bench().events().mode(FaultyEvents.Mode.LOSE);
    bench().trade("980", "5");
    bench().until("final", () -> bench().fate(order) instanceof OrderFate.Final);
    bench().reconcile();
    assertThat(bench().held()).isEqualTo(Quantity.of("1"));
    assertThat(bench().state().working()).noneMatch(tracked -> tracked.state() == OrderState.OPEN);
    bench().agrees();
  }

  @Scenario(id = "C65", value = "Every execution has an id of its own.")
  default void fillIdsAreUnique() {
    mixedTrading();
    bench().untilHeld("-2");
    assertThat(bench().report().fills()).extracting(Fill::fillId).doesNotHaveDuplicates();
  }

  @Scenario(
      id = "C66",
      value = "A report holds the fills since the instant asked for, oldest first.")
  default void reportHoldsFillsSince() {
    hold(Side.BUY, "1");
    bench().pass(Duration.ofSeconds(10));
    Instant since = bench().harness().timeline().now();
    OrderSpec later = bench().accepted(bench().order(Side.BUY, "1", OrderTerms.market()));
    bench().untilHeld("2");
    List<Fill> fills = bench().report(new ReportRequest(Set.of(), since)).fills();
    assertThat(fills).allMatch(fill -> fill.clientOrderId().equals(later.id())).isNotEmpty();
  }

  @Scenario(id = "C67", value = "Several threads may submit at once; events come one at a time.")
  default void severalThreadsMaySubmit() throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(() -> {
              for (int each = 0; each < 10; each++) {
                bench().place(bench().order(Side.BUY, "0.1", OrderTerms.market()));
              }
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    bench().untilHeld("4");
    assertThat(bench().events().overlapped()).isFalse();
    assertThat(bench().told(BrokerEvent.OrderFilled.class)).hasSizeGreaterThanOrEqualTo(40);
    bench().agrees();
  }
}
