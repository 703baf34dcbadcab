package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Usd;
import dev.orrery.testkit.Decisions;
import dev.orrery.testkit.TestContext;
import dev.orrery.testkit.TestContextBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class DayBreakTest {
  @Test
  void isFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(StrategyPlugin.class))
        .singleElement()
        .satisfies(strategy -> {
          assertThat(strategy.name()).isEqualTo("day-break");
          assertThat(strategy.triggers()).containsExactly(Trigger.barClose("BTC", Interval.HOUR));
          assertThat(strategy.subscriptions())
              .containsExactly(new Subscription("BTC", Interval.HOUR, 25));
        });
  }

  @Test
  void goesLongForATenthAboveTheDay() throws Exception {
    assertThat(decide(dayAndThen(105).equity("5000")))
        .singleElement()
        .isInstanceOfSatisfying(
            TargetPosition.class,
            target -> {
              assertThat(target)
                  .isEqualTo(TargetPosition.worth("BTC", Usd.of("500.0"), target.reason()));
              assertThat(target.reason()).startsWith("105.0 is above the day's 100.0..");
            });
  }

  @Test
  void doesNothingWithinTheDay() throws Exception {
    assertThat(decide(dayAndThen(101)))
        .singleElement()
        .isInstanceOfSatisfying(
            Noop.class, noop -> assertThat(noop.reason()).startsWith("101.0 is inside the day's "));
  }

  @Test
  void doesNothingBelowTheDayWhileItHoldsNothing() throws Exception {
    assertThat(decide(dayAndThen(95)))
        .singleElement()
        .isInstanceOfSatisfying(
            Noop.class, noop -> assertThat(noop.reason()).endsWith("and nothing is held"));
  }

  private static List<Action> decide(TestContextBuilder context) throws Exception {
    return Decisions.of(new DayBreak(), context.build());
  }

  /** A day between 100 and 102, and one more hour. */
  private static TestContextBuilder dayAndThen(double close) {
    double[] closes = new double[25];
    Arrays.setAll(closes, i -> 100 + i % 3);
    closes[24] = close;
    return TestContext.at("2026-03-01T12:00:00Z").candles("BTC", Interval.HOUR, closes);
  }
}
