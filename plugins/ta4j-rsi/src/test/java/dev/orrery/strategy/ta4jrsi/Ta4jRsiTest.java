package dev.orrery.strategy.ta4jrsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import dev.orrery.testkit.Decisions;
import dev.orrery.testkit.Strategies;
import dev.orrery.testkit.TestContext;
import dev.orrery.testkit.TestContextBuilder;
import dev.orrery.testkit.TestMarket;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class Ta4jRsiTest {
  private static final Map<String, Object> SHORT_INDEX = Map.of("period", 2, "interval", "5m");

  private static StrategyPlugin strategy(Map<String, ?> overrides) {
    return Strategies.create(new Ta4jRsiFactory(), overrides);
  }

  private static TestContextBuilder closes(double... closes) {
    return TestContext.at("2013-11-25T12:00:00Z").candles("BTC", Interval.FIVE_MINUTES, closes);
  }

  /** Quiet candles, then these: 17 in all, as many as an index of two candles reads. */
  private static TestContextBuilder quietThen(double... closes) {
    double[] all = new double[17];
    for (int i = 0; i < all.length; i++) {
      all[i] = 100 + i % 2;
    }
    System.arraycopy(closes, 0, all, all.length - closes.length, closes.length);
    return closes(all);
  }

  private static List<Action> decide(TestContextBuilder builder) throws Exception {
    return Decisions.of(strategy(SHORT_INDEX), builder.build());
  }

  @Test
  void isFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(StrategyFactory.class))
        .hasExactlyElementsOfTypes(Ta4jRsiFactory.class);
  }

  @Test
  void subscribesToWhatASmoothedIndexRemembers() {
    assertThat(strategy(SHORT_INDEX).triggers())
        .containsExactly(Trigger.barClose("BTC", Interval.FIVE_MINUTES));
    assertThat(strategy(SHORT_INDEX).subscriptions())
        .containsExactly(new Subscription("BTC", Interval.FIVE_MINUTES, 17));
  }

  /** Wilder's index, 1978: means of gains and losses that each new candle moves by one period. */
  @Test
  void hasTheIndexOfWilder() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    double[] closes =
        IntStream.range(0, 113).mapToDouble(i -> 800 + 20 * random.nextDouble()).toArray();
    TestContext context = closes(closes).build();
    strategy(Map.of("interval", "5m")).decide(context);

    double gain = 0;
    double loss = 0;
    for (int i = 1; i < closes.length; i++) {
      double move = closes[i] - closes[i - 1];
      double weight = 1 / 14.0;
      gain += (Math.max(move, 0) - gain) * weight;
      loss += (Math.max(-move, 0) - loss) * weight;
    }
    assertThat(context.recorded().get("rsi")).isCloseTo(100 - 100 / (1 + gain / loss), within(0.5));
  }

  @Test
  void buysAMarketThatHasFallenTooFarWithAStop() throws Exception {
    assertThat(decide(quietThen(99, 96, 92).mark("BTC", "92").equity("5000")))
        .singleElement()
        .isInstanceOfSatisfying(
            TargetPosition.class,
            it -> {
              assertThat(it.exits()).contains(Exits.stop(Price.of("89.24")));
              assertThat(it.reason()).matches("rsi \\d+\\.\\d is at or under 30");
              assertThat(it)
                  .isEqualTo(
                      TargetPosition.worth("BTC", Usd.of(1_000), it.reason())
                          .withExits(Exits.stop(Price.of("89.24"))));
            });
  }

  @Test
  void sellsAMarketThatHasRisenTooFarUnlessShortsAreOff() throws Exception {
    TargetPosition sold =
        Decisions.only(decide(quietThen(104, 109, 115).mark("BTC", "115")), TargetPosition.class);
    assertThat(sold.exits()).contains(Exits.stop(Price.of("118.45")));
    assertThat(
            Decisions.noop(
                strategy(Map.of("period", 2, "interval", "5m", "shorts", false))
                    .decide(quietThen(104, 109, 115).build())))
        .isEqualTo("overbought, shorts are off");
  }

  @Test
  void leavesOnceTheIndexIsBack() throws Exception {
    assertThat(decide(quietThen(90, 95, 101).position("BTC", "1", "90")))
        .singleElement()
        .isInstanceOfSatisfying(
            TargetPosition.class, it -> assertThat(it.reason()).contains("is back at 50"));
    assertThat(Decisions.noop(decide(quietThen(99, 96, 92).position("BTC", "1", "100"))))
        .isEqualTo("waits for the index to come back");
  }

  @Test
  void actsOnceOnACandle() throws Exception {
    TestContextBuilder builder = quietThen(99, 96, 92);
    Decisions.only(decide(builder), TargetPosition.class);
    assertThat(Decisions.noop(decide(builder))).isEqualTo("this candle was acted on already");
  }

  @Test
  void saysWhyItDoesNothing() throws Exception {
    assertThat(Decisions.noop(decide(quietThen()))).isEqualTo("the index is in between");
    assertThat(Decisions.noop(decide(closes(1, 2)))).isEqualTo("only 2 of 17 candles so far");
    assertThat(Decisions.noop(decide(quietThen(99, 96, 92).equity("10"))))
        .contains("under the smallest order");
  }

  @Test
  void earnsWhenAFallIsMadeGood() throws Exception {
    TestMarket market = TestMarket.of(strategy(SHORT_INDEX), "BTC", Interval.FIVE_MINUTES);
    market.warm(100, 101, 100, 101, 100, 101, 100, 101, 100, 101, 100, 101, 100, 101, 100, 101);
    market.closes(96);
    assertThat(market.account().held("BTC").signum()).isPositive();
    market.closes(101);
    assertThat(market.account().held("BTC").isZero()).isTrue();
    assertThat(market.account().equity().compareTo(Usd.of(10_000))).isPositive();
  }

  @Test
  void refusesParametersThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strategy(Map.of("oversold", 60)))
        .withMessageContaining("oversold 60, middle 50 and overbought 70 must rise");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strategy(Map.of("period", 1)))
        .withMessageContaining("period");
  }
}
