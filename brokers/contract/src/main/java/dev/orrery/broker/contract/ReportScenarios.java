package dev.orrery.broker.contract;

import static dev.orrery.broker.contract.Scenarios.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a report holds. */
interface ReportScenarios extends Scenarios {
  @Scenario(id = "C94", value = "A report tells the fate of every order asked for.")
  default void everyFateIsTold() {
    OrderSpec filled = hold(Side.BUY, "1");
    OrderSpec resting = bench().resting(bench().order(Side.BUY, "1", limit("900")));
    OrderSpec other = bench().resting(bench().order(Side.BUY, "1", limit("890")));
    OrderSpec unknown = bench().order(Side.BUY, "1", limit("880"));
    VenueReport report = bench().report(filled, resting, other, unknown);
    assertThat(report.asked().get(filled.id())).isInstanceOf(OrderFate.Final.class);
    assertThat(report.asked().get(resting.id())).isInstanceOf(OrderFate.Working.class);
    assertThat(report.asked().get(other.id())).isInstanceOf(OrderFate.Working.class);
    assertThat(report.asked().get(unknown.id())).isInstanceOf(OrderFate.NeverSeen.class);
  }

  @Scenario(id = "C95", value = "A report holds every fill, oldest first.")
  default void everyFillIsToldInOrder() {
    List<OrderSpec> placed = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      placed.add(hold(Side.BUY, "1", String.valueOf(i + 1)));
      bench().pass(Duration.ofSeconds(1));
    }
    List<Fill> fills = bench().report().fills();
    assertThat(fills).extracting(Fill::at).isSorted();
    assertThat(fills.stream().map(Fill::clientOrderId).distinct())
        .containsExactlyElementsOf(placed.stream().map(OrderSpec::id).toList());
  }

  /** Buys more, up to a position. */
  private OrderSpec hold(Side side, String quantity, String then) {
    OrderSpec order = bench().accepted(bench().order(side, quantity, OrderTerms.market()));
    bench().untilHeld(then);
    return order;
  }

  @Scenario(id = "C96", value = "A report tells what remains of a partly filled order.")
  default void remainderIsTold() {
    bench().needs(Capability.PARTIAL_FILLS);
    OrderSpec order = bench().resting(bench().order(Side.BUY, "2", limit("990")));
    bench().trade("990", "0.5");
    bench().untilHeld("0.5");
    VenueReport report = bench().report(order);
    assertThat(report.openOrders())
        .singleElement()
        .satisfies(it -> assertThat(it.remaining()).isEqualTo(Quantity.of("1.5")));
    assertThat(report.asked().get(order.id()))
        .isInstanceOfSatisfying(
            OrderFate.Working.class,
            it -> assertThat(it.remaining()).isEqualTo(Quantity.of("1.5")));
  }

  @Scenario(id = "C97", value = "A report shows a working order as it stands.")
  default void workingOrderIsShownAsItStands() {
    bench().needs(Capability.AMENDMENTS);
    OrderSpec order = bench().resting(bench().order(Side.BUY, "1", limit("900")));
    bench().amend(Bench.changed(order, "880", "2"));
    bench().harness().settle();
    assertThat(bench().report().openOrders())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.id()).isEqualTo(order.id());
          assertThat(it.symbol()).isEqualTo(order.symbol());
          assertThat(it.side()).isEqualTo(Side.BUY);
          assertThat(it.terms()).isEqualTo(limit("880"));
          assertThat(it.remaining()).isEqualTo(Quantity.of("2"));
          assertThat(it.reduceOnly()).isFalse();
        });
  }
}
