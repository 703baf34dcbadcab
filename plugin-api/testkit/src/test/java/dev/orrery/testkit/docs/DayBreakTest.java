// region day-break-test
package dev.orrery.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Usd;
import dev.orrery.testkit.Decisions;
import dev.orrery.testkit.TestContext;
import dev.orrery.testkit.TestMarket;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DayBreakTest {
  @Test
  void buysAboveTheDaysHigh() throws Exception {
    double[] closes = new double[25];
    Arrays.fill(closes, 800);
    closes[24] = 801;
    var context =
        TestContext.at("2013-11-25T12:00:00Z")
            .candles("BTC", Interval.HOUR, closes)
            .equity("5000")
            .build();

    List<Action> actions = Decisions.of(new DayBreak(), context);

    assertThat(actions)
        .containsExactly(TargetPosition.worth("BTC", Usd.of(500), "close above the day's high"));
  }

  @Test
  void earnsOnRiseAndLeavesOnFall() throws Exception {
    TestMarket market = TestMarket.of(new DayBreak(), "BTC", Interval.HOUR);
    double[] quietDay = new double[24];
    Arrays.fill(quietDay, 800);
    market.warm(quietDay);

    market.closes(801, 820, 840);
    assertThat(market.account().held("BTC").signum()).isPositive();

    market.closes(790);
    assertThat(market.account().held("BTC").isZero()).isTrue();
  }
}
// endregion
