package dev.orrery.broker.contract;

import static dev.orrery.broker.contract.Scenarios.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import java.util.List;

/** Batches. */
interface BatchScenarios extends Scenarios {
  @Scenario(id = "C42", value = "Each instruction has one outcome, in the order of the batch.")
  default void outcomesComeInOrder() {
    List<OrderOutcome> outcomes =
        bench()
            .place(
                bench().order(Side.BUY, "1", OrderTerms.market()),
                bench().order(Side.BUY, "1", limit("900")),
                bench().order(Side.SELL, "1", limit("1100")));
    assertThat(outcomes).hasSize(3).allMatch(OrderOutcome.Accepted.class::isInstance);
    bench().agrees();
  }

  @Scenario(id = "C43", value = "After a rejection what opens is not sent.")
  default void afterARejectionNothingOpens() {
    OrderSpec later = bench().order(Side.BUY, "1", OrderTerms.market());
    List<OrderOutcome> outcomes =
        bench().place(bench().order(Side.BUY, "900", OrderTerms.market()), later);
    assertThat(outcomes.get(1))
        .isEqualTo(new OrderOutcome.Rejected(later.id(), OrderOutcome.NOT_SENT));
    assertThat(bench().report().positions()).isEmpty();
  }

  @Scenario(id = "C44", value = "After a rejection what shrinks is sent.")
  default void afterARejectionClosingIsSent() {
    hold(Side.BUY, "1");
    bench()
        .place(
            bench().order(Side.BUY, "900", OrderTerms.market()),
            bench().reducing(Side.SELL, "1", OrderTerms.market()));
    bench().untilHeld("0");
    bench().agrees();
  }

  @Scenario(id = "C45", value = "After a rejection what cancels is sent.")
  default void afterARejectionCancelsAreSent() {
    OrderSpec resting = bench().accepted(bench().order(Side.BUY, "1", limit("900")));
    bench().until("it rests", () -> bench().works(resting));
    bench()
        .send(
            List.of(
                new Instruction.Place(
                    Clearing.placing(bench().order(Side.BUY, "900", OrderTerms.market()))),
                new Instruction.Cancel(resting.id(), resting.symbol())));
    bench().untilGone(resting);
  }

  @Scenario(id = "C46", value = "A cancel of what is gone does not hold up the rest.")
  default void goneCancelIsNoFailure() {
    OrderSpec gone = bench().accepted(bench().order(Side.BUY, "1", limit("900")));
    bench().cancel(gone);
    bench().untilGone(gone);
    bench()
        .send(
            List.of(
                new Instruction.Cancel(gone.id(), gone.symbol()),
                new Instruction.Place(
                    Clearing.placing(bench().order(Side.BUY, "1", OrderTerms.market())))));
    bench().untilHeld("1");
  }

  @Scenario(id = "C47", value = "A flip as two legs ends on the other side.")
  default void flipAsTwoLegs() {
    hold(Side.BUY, "1");
    bench()
        .place(
            bench().reducing(Side.SELL, "1", OrderTerms.market()),
            bench().order(Side.SELL, "2", OrderTerms.market()));
    bench().untilHeld("-2");
    bench().agrees();
  }
}
