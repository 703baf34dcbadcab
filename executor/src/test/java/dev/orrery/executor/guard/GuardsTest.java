package dev.orrery.executor.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.Noop;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.Rig;
import dev.orrery.executor.risk.RiskCaps;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardsTest {
  private static final RiskCaps CAPS =
      new RiskCaps(
          BigDecimal.TEN,
          BigDecimal.TEN,
          4,
          4,
          BigDecimal.ONE,
          BigDecimal.TEN,
          Set.of("BTC"),
          new BigDecimal("0.01"),
          new BigDecimal("5"));

  @Test
  void pausesWhenTheMonthCostsMoreThanItsCap() {
    assertThat(CostGuard.check(CAPS, Usd.of("0.01"))).isEmpty();
    assertThat(CostGuard.check(CAPS, Usd.of("0.31")))
        .contains(
            new Trip(
                Trip.Wanted.PAUSED,
                "cost_guard_tripped",
                "cost_guard: month-to-date 0.31 exceeds 0.01"));
  }

  @Test
  void haltsAtTheDaysLossUnrealisedIncluded() {
    Rig rig = Rig.funded(10_000);
    rig.commit(Rig.WIDE, new Noop("the day begins"));
    rig.trade(TargetPosition.of("BTC", Quantity.of("0.1"), "long"));
    long now = rig.timeline.nowMillis();
    rig.market = rig.market.with("BTC", 45_100);
    assertThat(DailyLossGuard.check(CAPS, rig.account(), now)).isEmpty();
    rig.market = rig.market.with("BTC", 45_000);
    assertThat(DailyLossGuard.check(CAPS, rig.account(), now))
        .get()
        .extracting(Trip::wanted, Trip::reason)
        .containsExactly(
            Trip.Wanted.HALTED,
            "daily_loss_guard: lost 502.25 USD, 5.02 % of 10000 since UTC midnight, halts at 5 %");
  }
}
