package dev.orrery.broker.contract;

import static dev.orrery.broker.contract.Scenarios.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds when the line between broker and venue fails, inside the broker. */
interface LineScenarios extends Scenarios {
  /** Places while the line fails: what became of it is not known. */
  private OrderSpec unresolved(LineFault fault, OrderSpec order) {
    bench().needs(Capability.LINE_FAULTS);
    bench().harness().line(fault);
    assertThat(bench().place(order).getFirst()).isInstanceOf(OrderOutcome.Unresolved.class);
    return order;
  }

  private void well() {
    bench().harness().line(LineFault.NONE);
    bench().harness().settle();
  }

  @Scenario(id = "C72", value = "No reply to a market order: unresolved, and executed once.")
  default void noReplyToAMarketOrder() {
    OrderSpec order =
        unresolved(LineFault.LOST_REPLY, bench().order(Side.BUY, "1", OrderTerms.market()));
    well();
    bench().until("final", () -> bench().fate(order) instanceof OrderFate.Final);
    assertThat(bench().reported()).isEqualTo(Quantity.of("1"));
    assertThat(bench().report().fills()).allMatch(it -> it.clientOrderId().equals(order.id()));
    bench().reconcile();
    bench().agrees();
  }

  @Scenario(id = "C73", value = "No reply to a limit order: unresolved, and one order rests.")
  default void noReplyToALimitOrder() {
    OrderSpec order = unresolved(LineFault.LOST_REPLY, bench().order(Side.BUY, "1", limit("900")));
    well();
    bench().until("working", () -> bench().fate(order) instanceof OrderFate.Working);
    assertThat(bench().report().openOrders()).extracting(it -> it.id()).containsExactly(order.id());
    bench().reconcile();
    bench().agrees();
  }

  @Scenario(id = "C74", value = "A request that got lost: unresolved, never seen, never sent.")
  default void requestGotLost() {
    OrderSpec order =
        unresolved(LineFault.LOST_REQUEST, bench().order(Side.BUY, "1", OrderTerms.market()));
    well();
    assertThat(bench().fate(order)).isInstanceOf(OrderFate.NeverSeen.class);
    assertThat(bench().reported()).isEqualTo(Quantity.ZERO);
    bench().reconcile();
    assertThat(bench().state().working()).isEmpty();
    bench().agrees();
  }

  @Scenario(id = "C75", value = "A request that arrives after its validity does nothing.")
  default void lateRequestDoesNothing() {
    OrderSpec order =
        unresolved(LineFault.LATE_REQUEST, bench().order(Side.BUY, "1", OrderTerms.market()));
    bench().reconcile();
    bench().pass(Duration.ofSeconds(12));
    well();
    assertThat(bench().fate(order)).isNotInstanceOf(OrderFate.Working.class);
    assertThat(bench().reported()).isEqualTo(Quantity.ZERO);
    bench().agrees();
  }

  @Scenario(id = "C76", value = "After an unresolved outcome what opens is not sent.")
  default void afterUnresolvedNothingOpens() {
    bench().needs(Capability.LINE_FAULTS);
    OrderSpec first = bench().order(Side.BUY, "1", limit("900"));
    OrderSpec second = bench().order(Side.BUY, "1", limit("890"));
    bench().harness().line(LineFault.LOST_REPLY);
    List<OrderOutcome> outcomes = bench().place(first, second);
    assertThat(outcomes.get(0)).isInstanceOf(OrderOutcome.Unresolved.class);
    assertThat(outcomes.get(1))
        .isEqualTo(new OrderOutcome.Rejected(second.id(), OrderOutcome.NOT_SENT));
    well();
    assertThat(bench().works(second)).isFalse();
    bench().reconcile();
    bench().agrees();
  }

  @Scenario(id = "C77", value = "After an unresolved outcome what shrinks or cancels is sent.")
  default void afterUnresolvedTheRestIsSent() {
    bench().needs(Capability.LINE_FAULTS);
    hold(Side.BUY, "1");
    OrderSpec resting = bench().resting(bench().order(Side.BUY, "1", limit("900")));
    bench().harness().line(LineFault.LOST_REPLY);
    bench()
        .send(
            List.of(
                Bench.placing(bench().order(Side.BUY, "1", limit("890"))),
                new Instruction.Cancel(resting.id(), resting.symbol()),
                Bench.placing(bench().reducing(Side.SELL, "1", OrderTerms.market()))));
    well();
    bench().untilHeld("0");
    bench().untilGone(resting);
    bench().reconcile();
    bench().agrees();
  }

  @Scenario(id = "C78", value = "A venue that does not answer is given up in time.")
  default void silentVenueIsGivenUp() {
    OrderSpec order = unresolved(LineFault.SILENT, bench().order(Side.BUY, "1", limit("900")));
    well();
    bench().until("working", () -> bench().fate(order) instanceof OrderFate.Working);
    bench().reconcile();
    bench().agrees();
  }

  @Scenario(id = "C79", value = "A whole batch is given up in time.")
  default void silentVenueIsGivenUpForAWholeBatch() {
    bench().needs(Capability.LINE_FAULTS);
    hold(Side.BUY, "1");
    OrderSpec one = bench().resting(bench().order(Side.BUY, "1", limit("900")));
    OrderSpec two = bench().resting(bench().order(Side.BUY, "1", limit("890")));
    OrderSpec three = bench().resting(bench().order(Side.BUY, "1", limit("880")));
    bench().harness().line(LineFault.SILENT);
    List<OrderOutcome> outcomes =
        bench()
            .send(
                List.of(
                    new Instruction.Cancel(one.id(), one.symbol()),
                    new Instruction.Cancel(two.id(), two.symbol()),
                    new Instruction.Cancel(three.id(), three.symbol())));
    assertThat(outcomes).noneMatch(OrderOutcome.Accepted.class::isInstance);
    well();
    bench().reconcile();
    bench().agrees();
  }

  @Scenario(id = "C80", value = "A report on a dead line is a transient failure, and works again.")
  default void reportOnADeadLine() {
    bench().needs(Capability.LINE_FAULTS);
    bench().harness().line(LineFault.DISCONNECT);
    assertThatThrownBy(() -> InTime.call("report", Duration.ofSeconds(30), () -> bench().report()))
        .cause()
        .isInstanceOfSatisfying(
            BrokerException.class,
            it -> assertThat(it.kind()).isEqualTo(BrokerException.Kind.TRANSIENT));
    well();
    bench().until("connected", this::answers);
    bench().agrees();
  }

  private boolean answers() {
    try {
      return bench().report().positions().isEmpty();
    } catch (BrokerException e) {
      return false;
    }
  }

  @Scenario(id = "C81", value = "What happened while the line was dead is in the report.")
  default void whatHappenedWhileTheLineWasDead() {
    bench().needs(Capability.LINE_FAULTS);
    OrderSpec order = bench().resting(bench().order(Side.BUY, "1", limit("990")));
    bench().harness().line(LineFault.DISCONNECT);
    bench().trade("980", "5");
    well();
    bench().until("connected", () -> answered(order) instanceof OrderFate.Final);
    bench().reconcile();
    assertThat(bench().held()).isEqualTo(Quantity.of("1"));
    bench().agrees();
  }

  private @Nullable OrderFate answered(OrderSpec order) {
    try {
      return bench().fate(order);
    } catch (BrokerException e) {
      return null;
    }
  }
}
