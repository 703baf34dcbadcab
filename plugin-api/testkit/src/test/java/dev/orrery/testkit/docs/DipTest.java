package dev.orrery.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.market.Interval;
import dev.orrery.testkit.Decisions;
import dev.orrery.testkit.Strategies;
import dev.orrery.testkit.TestContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DipTest {
  // region factory-test
  @Test
  void buysWhenCandleFellFarEnough() throws Exception {
    StrategyPlugin dip = Strategies.create(new DipFactory(), Map.of("dipPercent", "2"));
    double[] fell = {800, 801, 780, 782, 12.5}; // open, high, low, close, volume
    var context = TestContext.at("2013-11-25T12:00:00Z").bars("BTC", Interval.MINUTE, fell).build();

    PlaceOrder order = Decisions.only(dip.decide(context), PlaceOrder.class);

    assertThat(order.reason()).isEqualTo("a dip");
  }

  @Test
  void refusesDipOfNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.create(new DipFactory(), Map.of("dipPercent", 0)))
        .withMessageContaining("dipPercent must be greater than 0");
  }
  // endregion
}
