package dev.orrery.broker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.VenueReport.VenuePosition;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.OrderOutcome;
import java.time.Duration;
import java.util.List;

/** Leverage, liquidation, funding. */
interface MarginScenarios extends Scenarios {
  private OrderOutcome lever(int leverage, MarginMode mode) {
    return bench()
        .send(
            List.of(
                new Instruction.SetLeverage(
                    bench().freshId(), bench().symbol(), leverage, mode, true)))
        .getFirst();
  }

  @Scenario(id = "C48", value = "Leverage and mode set are told and reported.")
  default void leverageIsToldAndReported() {
    bench().needs(Capability.ISOLATED_MARGIN);
    assertThat(lever(7, MarginMode.ISOLATED)).isInstanceOf(OrderOutcome.Accepted.class);
    hold(Side.BUY, "1");
    VenuePosition position = bench().report().positions().getFirst();
    assertThat(position.leverage()).isEqualTo(7);
    assertThat(position.mode()).isEqualTo(MarginMode.ISOLATED);
    bench().agrees();
  }

  @Scenario(id = "C49", value = "The margin mode cannot change under a position.")
  default void modeCannotChangeUnderAPosition() {
    bench().needs(Capability.ISOLATED_MARGIN);
    lever(10, MarginMode.CROSS);
    hold(Side.BUY, "1");
    assertThat(lever(10, MarginMode.ISOLATED)).isInstanceOf(OrderOutcome.Rejected.class);
    bench().agrees();
  }

  @Scenario(id = "C50", value = "Leverage above the instrument's highest is refused.")
  default void tooMuchLeverageIsRefused() {
    int most = bench().harness().instrument().maxLeverage();
    assertThat(lever(most + 1, MarginMode.CROSS)).isInstanceOf(OrderOutcome.Rejected.class);
  }

  @Scenario(id = "C51", value = "Lower leverage allows a smaller position.")
  default void lowerLeverageAllowsLess() {
    lever(2, MarginMode.CROSS);
    bench().refused(bench().order(Side.BUY, "25", OrderTerms.market()));
    lever(10, MarginMode.CROSS);
    hold(Side.BUY, "25");
  }

  @Scenario(id = "C52", value = "A liquidation is told, and its fills say so.")
  default void liquidationIsTold() {
    bench().needs(Capability.LIQUIDATION);
    hold(Side.BUY, "150");
    bench().trade("940", "1000");
    bench().until("told", () -> !bench().told(BrokerEvent.Liquidated.class).isEmpty());
    bench()
        .until(
            "its fills are told",
            () ->
                bench().told(BrokerEvent.OrderFilled.class).stream()
                    .anyMatch(event -> event.fill().liquidation()));
    bench().agrees();
  }

  @Scenario(id = "C53", value = "Funding is paid for a full hour, and is part of the balance.")
  default void fundingIsPaid() {
    bench().needs(Capability.FUNDING);
    hold(Side.BUY, "1");
    bench().pass(Duration.ofHours(1));
    bench().until("told", () -> !bench().told(BrokerEvent.FundingPaid.class).isEmpty());
    bench().agrees();
  }
}
