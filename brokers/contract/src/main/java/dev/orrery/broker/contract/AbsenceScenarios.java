package dev.orrery.broker.contract;

import static dev.orrery.broker.contract.Scenarios.limit;
import static dev.orrery.broker.contract.Scenarios.stop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What holds while no broker is there, and after another one came. */
interface AbsenceScenarios extends Scenarios {
  @Scenario(id = "C98", value = "Fills, fates and funds from before a restart are in the report.")
  default void whatWasBeforeARestartIsReported() {
    bench().needs(Capability.RESTART);
    OrderSpec filled = hold(Side.BUY, "1");
    OrderSpec cancelled = bench().resting(bench().order(Side.BUY, "1", limit("900")));
    bench().cancel(cancelled);
    bench().untilGone(cancelled);
    VenueReport before = bench().report(filled, cancelled);
    bench().restart(bench().journaled());
    VenueReport after = bench().report(filled, cancelled);
    assertThat(after.fills()).extracting(Fill::fillId).containsExactlyElementsOf(ids(before));
    assertThat(after.asked()).isEqualTo(before.asked());
    assertThat(after.deposits()).containsAll(before.deposits());
  }

  private static List<String> ids(VenueReport report) {
    return report.fills().stream().map(Fill::fillId).toList();
  }

  @Scenario(id = "C99", value = "Fills while the broker was away are found when it is back.")
  default void fillsWhileAway() {
    bench().needs(Capability.RESTART, Capability.VENUE_GOES_ON);
    OrderSpec order = bench().resting(bench().order(Side.BUY, "1", limit("990")));
    int durable = bench().journaled();
    bench().down();
    bench().trade("980", "5");
    bench().up(durable);
    assertThat(bench().held()).isEqualTo(Quantity.of("1"));
    assertThat(bench().fate(order)).isInstanceOf(OrderFate.Final.class);
    assertThat(bench().state().working()).isEmpty();
    bench().agrees();
  }

  @Scenario(id = "C100", value = "Money that came in while the broker was away is no drift.")
  default void depositsWhileAway() {
    bench().needs(Capability.RESTART, Capability.VENUE_GOES_ON, Capability.DEPOSITS);
    Usd before = bench().state().money().balance();
    int durable = bench().journaled();
    bench().down();
    bench().harness().deposit(Usd.of(500));
    bench().harness().settle();
    bench().up(durable);
    assertThat(bench().state().money().balance()).isEqualTo(before.plus(Usd.of(500)));
    assertThat(bench().drifted()).isEmpty();
    bench().agrees();
  }

  @Scenario(id = "C101", value = "What a crash kept from the journal is found in the report.")
  default void whatTheJournalLost() {
    bench().needs(Capability.RESTART, Capability.VENUE_GOES_ON);
    int durable = bench().journaled();
    hold(Side.BUY, "1");
    bench().restart(durable);
    assertThat(bench().held()).isEqualTo(Quantity.of("1"));
    bench().agrees();
  }

  @Scenario(id = "C102", value = "Exits are bound to their entry over a restart.")
  default void exitsOverARestart() {
    bench().needs(Capability.RESTART, Capability.BOUND_EXITS);
    OrderSpec entry = bench().order(Side.BUY, "1", limit("990"));
    OrderSpec stop = bench().exit(entry, stop("950"));
    bench().place(entry, stop);
    bench().until("both work", () -> bench().report().openOrders().size() == 2);
    bench().restart(bench().journaled());
    bench().trade("985", "5");
    bench().untilHeld("1");
    assertThat(bench().works(stop)).isTrue();
    bench().trade("940", "5");
    bench().untilHeld("0");
    bench().agrees();
  }

  @Scenario(id = "C103", value = "Closing a broker cancels and closes nothing.")
  default void closingChangesNothing() {
    bench().needs(Capability.VENUE_GOES_ON);
    hold(Side.BUY, "1");
    OrderSpec order = bench().resting(bench().order(Side.BUY, "1", limit("900")));
    Broker second = bench().harness().factory().open(bench().request(event -> {}));
    try {
      bench().down();
      bench().harness().settle();
      VenueReport report = second.report(new ReportRequest(Set.of(), Instant.EPOCH));
      assertThat(report.openOrders()).extracting(it -> it.id()).containsExactly(order.id());
      assertThat(report.positions()).hasSize(1);
    } finally {
      second.close();
    }
  }

  @Scenario(id = "C104", value = "What is told before a broker opens counts once.")
  default void openingCountsOnce() {
    bench().needs(Capability.RESTART);
    hold(Side.BUY, "1");
    bench().accepted(bench().reducing(Side.SELL, "1", OrderTerms.market()));
    bench().untilHeld("0");
    Usd before = bench().state().money().balance();
    bench().restart(bench().journaled());
    bench().trade("1000", "1");
    assertThat(bench().state().money().balance()).isEqualTo(before);
    assertThat(bench().drifted()).isEmpty();
    bench().agrees();
  }
}
