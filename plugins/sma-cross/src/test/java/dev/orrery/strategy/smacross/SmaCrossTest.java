package dev.orrery.strategy.smacross;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.testkit.Decisions;
import dev.orrery.testkit.Strategies;
import dev.orrery.testkit.TestContext;
import dev.orrery.testkit.TestContextBuilder;
import dev.orrery.testkit.TestMarket;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class SmaCrossTest {
  private static final Map<String, Object> SHORT_AVERAGES = Map.of("fast", 2, "slow", 4);

  private static StrategyPlugin strategy(Map<String, ?> overrides) {
    return Strategies.create(new SmaCrossFactory(), overrides);
  }

  private static TestContextBuilder closes(double... closes) {
    return TestContext.at("2013-11-25T12:00:00Z").candles("BTC", Interval.FIVE_MINUTES, closes);
  }

  private static List<Action> decide(TestContext context) throws Exception {
    return Decisions.of(strategy(SHORT_AVERAGES), context);
  }

  @Test
  void isFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(StrategyFactory.class))
        .hasExactlyElementsOfTypes(SmaCrossFactory.class);
  }

  @Test
  void decidesAtTheCloseOfTheCandlesItSubscribesTo() {
    StrategyPlugin strategy = strategy(Map.of("interval", "1m", "slow", 40));

    assertThat(strategy.triggers()).containsExactly(Trigger.barClose("BTC", Interval.MINUTE));
    assertThat(strategy.subscriptions())
        .containsExactly(new Subscription("BTC", Interval.MINUTE, 40));
  }

  @Test
  void goesLongForShareOfEquityWhenFastIsAbove() throws Exception {
    TestContext context = closes(100, 100, 102, 104).equity("5000").build();

    assertThat(decide(context))
        .containsExactly(
            TargetPosition.worth("BTC", Usd.of(1_000), "fast 103.00 over slow 101.50"));
    assertThat(context.recorded()).containsEntry("fast", 103.0).containsEntry("slow", 101.5);
  }

  @Test
  void goesShortWhenFastIsBelow() throws Exception {
    assertThat(decide(closes(104, 102, 100, 100).position("BTC", "10", "100").build()))
        .containsExactly(
            TargetPosition.worth("BTC", Usd.of(-2_000), "fast 100.00 under slow 101.50"));
  }

  @Test
  void goesFlatInsteadOfShortWhenShortsAreOff() throws Exception {
    StrategyPlugin longOnly = strategy(Map.of("fast", 2, "slow", 4, "shorts", false));

    assertThat(longOnly.decide(closes(104, 102, 100, 100).position("BTC", "10", "100").build()))
        .containsExactly(TargetPosition.flat("BTC", "fast 100.00 under slow 101.50"));
    assertThat(Decisions.noop(longOnly.decide(closes(104, 102, 100, 100).build())))
        .isEqualTo("flat already");
  }

  @Test
  void saysWhyItDoesNothing() throws Exception {
    assertThat(Decisions.noop(decide(closes(1, 2, 3).build())))
        .isEqualTo("only 3 of 4 candles so far");
    assertThat(Decisions.noop(decide(closes(5, 5, 5, 5).build()))).isEqualTo("averages are equal");
    assertThat(Decisions.noop(decide(closes(1, 2, 3, 4).position("BTC", "1", "2").build())))
        .isEqualTo("long already");
    assertThat(Decisions.noop(decide(closes(4, 3, 2, 1).position("BTC", "-1", "2").build())))
        .isEqualTo("short already");
    assertThat(Decisions.noop(decide(closes(1, 2, 3, 4).equity("49").build())))
        .contains("under the smallest order");
  }

  @Test
  void actsOnCandleOnlyOnceWhenTwoFiringsDecideTogether() throws Exception {
    TestContextBuilder builder = closes(100, 100, 102, 104);

    Decisions.only(decide(builder.build()), TargetPosition.class);
    assertThat(Decisions.noop(decide(builder.firing(Trigger.manual()).build())))
        .isEqualTo("this candle was acted on already");
  }

  @Test
  void followsTrendAlongPathAndHoldsInBetween() throws Exception {
    TestMarket market = TestMarket.of(strategy(SHORT_AVERAGES), "BTC", Interval.FIVE_MINUTES);
    List<Action> up = market.closes(100, 101, 102, 104, 106, 108, 110, 112);
    Quantity longPosition = market.account().held("BTC");
    List<Action> down = market.closes(111, 108, 104, 100, 96, 92, 88);

    assertThat(up).hasSize(1);
    assertThat(longPosition.signum()).isPositive();
    assertThat(down).hasSize(1);
    assertThat(market.account().held("BTC").signum()).isNegative();
    assertThat(market.account().equity()).isGreaterThan(Usd.of(10_000));
    assertThat(market.recorded().get("fast")).hasSize(12);
  }

  @Test
  void refusesParametersThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strategy(Map.of("fast", 30)))
        .withMessageContaining("30 and 30");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strategy(Map.of("sizePercent", 0, "slow", 5_001)))
        .withMessageContaining("sizePercent")
        .withMessageContaining("slow");
  }
}
