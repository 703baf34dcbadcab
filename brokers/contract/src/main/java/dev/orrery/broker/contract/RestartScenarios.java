package dev.orrery.broker.contract;

import static dev.orrery.broker.contract.Scenarios.limit;
import static dev.orrery.broker.contract.Scenarios.stop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;

/** What holds over the death of the process. */
interface RestartScenarios extends Scenarios {
  @Scenario(id = "C68", value = "Opened again, the account is what it was.")
  default void openedAgainItIsWhatItWas() {
    bench().needs(Capability.RESTART, Capability.TRIGGER_ORDERS);
    hold(Side.BUY, "2");
    bench().resting(bench().order(Side.BUY, "1", limit("900")));
    bench().resting(bench().reducing(Side.SELL, "2", stop("950")));
    VenueReport before = bench().report();
    bench().restart(bench().journaled());
    VenueReport after = bench().report();
    assertThat(after.balance()).isEqualTo(before.balance());
    assertThat(after.positions())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("liquidationPrice")
        .containsExactlyInAnyOrderElementsOf(before.positions());
    assertThat(after.openOrders()).containsExactlyInAnyOrderElementsOf(before.openOrders());
    bench().agrees();
  }

  @Scenario(id = "C69", value = "Opened again, orders go on: they fill, fire and are cancelled.")
  default void openedAgainOrdersGoOn() {
    bench().needs(Capability.RESTART, Capability.TRIGGER_ORDERS);
    hold(Side.BUY, "2");
    OrderSpec resting = bench().resting(bench().order(Side.BUY, "1", limit("900")));
    bench().resting(bench().reducing(Side.SELL, "2", stop("950")));
    bench().restart(bench().journaled());
    bench().trade("945", "1");
    bench().untilHeld("0");
    bench().cancel(resting);
    bench().untilGone(resting);
    bench().agrees();
  }

  @Scenario(id = "C70", value = "Opened again, a used id is still used.")
  default void openedAgainIdsAreStillUsed() {
    bench().needs(Capability.RESTART);
    OrderSpec order = hold(Side.BUY, "1");
    bench().restart(bench().journaled());
    bench().trade("1000", "1");
    assertThat(bench().place(order).getFirst()).isInstanceOf(OrderOutcome.Accepted.class);
    bench().harness().settle();
    assertThat(bench().reported()).hasToString("1");
  }

  @Scenario(id = "C71", value = "What was intended and never sent is never seen.")
  default void intendedAndNeverSent() {
    bench().needs(Capability.RESTART);
    bench().broker().next(FaultyBroker.Fault.LOST_REQUEST);
    OrderSpec order = bench().order(Side.BUY, "1", OrderTerms.market());
    bench().place(order);
    bench().restart(bench().journaled());
    assertThat(bench().fate(order)).isInstanceOf(OrderFate.NeverSeen.class);
    bench().reconcile();
    assertThat(bench().state().working()).isEmpty();
  }
}
