package dev.orrery.broker.contract;

import static dev.orrery.broker.contract.Scenarios.limit;
import static dev.orrery.broker.contract.Scenarios.stop;
import static dev.orrery.broker.contract.Scenarios.takeProfit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import java.util.List;
import java.util.Optional;

/** Trigger orders and exits. */
interface TriggerScenarios extends Scenarios {
  @Scenario(id = "C31", value = "A sell stop fires when the mark price falls to it, not before.")
  default void sellStopFiresWhenMarkFalls() {
    bench().needs(Capability.TRIGGER_ORDERS);
    hold(Side.BUY, "1");
    bench().accepted(bench().reducing(Side.SELL, "1", stop("950")));
    bench().trade("951", "1");
    assertThat(bench().held()).isEqualTo(Quantity.of("1"));
    bench().trade("950", "1");
    bench().untilHeld("0");
  }

  @Scenario(id = "C32", value = "A buy stop fires when the mark price rises to it.")
  default void buyStopFiresWhenMarkRises() {
    bench().needs(Capability.TRIGGER_ORDERS);
    bench().accepted(bench().order(Side.BUY, "1", stop("1050")));
    bench().trade("1049", "1");
    assertThat(bench().held()).isEqualTo(Quantity.ZERO);
    bench().trade("1050", "1");
    bench().untilHeld("1");
  }

  @Scenario(id = "C33", value = "A sell take-profit fires when the mark price rises to it.")
  default void sellTakeProfitFiresWhenMarkRises() {
    bench().needs(Capability.TRIGGER_ORDERS);
    hold(Side.BUY, "1");
    bench().accepted(bench().reducing(Side.SELL, "1", takeProfit("1050")));
    bench().trade("1049", "1");
    assertThat(bench().held()).isEqualTo(Quantity.of("1"));
    bench().trade("1050", "1");
    bench().untilHeld("0");
  }

  @Scenario(id = "C34", value = "A buy take-profit fires when the mark price falls to it.")
  default void buyTakeProfitFiresWhenMarkFalls() {
    bench().needs(Capability.TRIGGER_ORDERS);
    hold(Side.SELL, "1");
    bench().accepted(bench().reducing(Side.BUY, "1", takeProfit("950")));
    bench().trade("951", "1");
    assertThat(bench().held()).isEqualTo(Quantity.of("-1"));
    bench().trade("950", "1");
    bench().untilHeld("0");
  }

  @Scenario(id = "C35", value = "A stop with a limit does not fill beyond it.")
  default void stopLimitKeepsItsLimit() {
    bench().needs(Capability.STOP_LIMITS);
    OrderTerms terms = new OrderTerms.Stop(Price.of("1050"), Optional.of(Price.of("1055")));
    OrderSpec order = bench().accepted(bench().order(Side.BUY, "1", terms));
    bench().trade("1100", "1");
    assertThat(bench().held()).isEqualTo(Quantity.ZERO);
    bench().trade("1040", "5");
    bench().untilHeld("1");
    assertThat(bench().fills(order))
        .allSatisfy(fill -> assertThat(fill.price()).isLessThanOrEqualTo(Price.of("1055")));
  }

  @Scenario(id = "C36", value = "A cancelled trigger order does not fire.")
  default void cancelledTriggerDoesNotFire() {
    bench().needs(Capability.TRIGGER_ORDERS);
    OrderSpec order = bench().accepted(bench().order(Side.BUY, "1", stop("1050")));
    bench().cancel(order);
    bench().untilGone(order);
    bench().trade("1100", "1");
    assertThat(bench().report().positions()).isEmpty();
  }

  @Scenario(id = "C37", value = "An exit sleeps until its entry has filled.")
  default void exitSleepsUntilItsEntryFills() {
    bench().needs(Capability.BOUND_EXITS);
    OrderSpec entry = bench().order(Side.BUY, "1", limit("900"));
    bench().place(entry, bench().exit(entry, stop("950")));
    bench().trade("940", "1");
    assertThat(bench().report().positions()).isEmpty();
    bench().until("both work", () -> bench().report().openOrders().size() == 2);
  }

  @Scenario(id = "C38", value = "Exits of a market entry are alive at once.")
  default void exitsOfAMarketEntryAreAlive() {
    bench().needs(Capability.BOUND_EXITS);
    OrderSpec entry = bench().order(Side.BUY, "1", OrderTerms.market());
    bench().place(entry, bench().exit(entry, stop("950")));
    bench().untilHeld("1");
    bench().trade("940", "1");
    bench().untilHeld("0");
    bench().agrees();
  }

  @Scenario(id = "C39", value = "When one exit fills, its sibling is cancelled.")
  default void siblingIsCancelled() {
    bench().needs(Capability.BOUND_EXITS);
    OrderSpec entry = bench().order(Side.BUY, "1", OrderTerms.market());
    OrderSpec profit = bench().exit(entry, takeProfit("1050"));
    bench().place(entry, bench().exit(entry, stop("950")), profit);
    bench().untilHeld("1");
    bench().trade("940", "1");
    bench().untilHeld("0");
    bench().untilGone(profit);
    bench().agrees();
  }

  @Scenario(id = "C40", value = "Exits go with an entry that is cancelled.")
  default void exitsGoWithACancelledEntry() {
    bench().needs(Capability.BOUND_EXITS);
    OrderSpec entry = bench().order(Side.BUY, "1", limit("900"));
    OrderSpec stop = bench().exit(entry, stop("850"));
    bench().place(entry, stop);
    bench().cancel(entry);
    bench().untilGone(stop);
    bench().agrees();
  }

  @Scenario(id = "C41", value = "An exit whose entry was refused does not come to life.")
  default void exitOfARefusedEntryDoesNotLive() {
    bench().needs(Capability.BOUND_EXITS);
    OrderSpec entry = bench().order(Side.BUY, "900", OrderTerms.market());
    List<OrderOutcome> outcomes = bench().place(entry, bench().exit(entry, stop("950")));
    assertThat(outcomes).allMatch(OrderOutcome.Rejected.class::isInstance);
    assertThat(bench().report().openOrders()).isEmpty();
  }
}
