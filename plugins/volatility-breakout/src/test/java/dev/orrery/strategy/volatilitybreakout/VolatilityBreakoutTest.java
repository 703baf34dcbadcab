package dev.orrery.strategy.volatilitybreakout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.testkit.Decisions;
import dev.orrery.testkit.Strategies;
import dev.orrery.testkit.TestContext;
import dev.orrery.testkit.TestContextBuilder;
import dev.orrery.testkit.TestMarket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class VolatilityBreakoutTest {
  /** Range of three candles, the break at their edge, exits at one and two ranges. */
  private static final Map<String, Object> PLAIN =
      Map.of("lookback", 3, "bufferAtr", 0, "stopAtr", 1, "profitAtr", 2, "maxBars", 4);

  private static StrategyPlugin strategy(Map<String, ?> overrides) {
    return Strategies.create(new VolatilityBreakoutFactory(), overrides);
  }

  /** Candles from 98 to 102, so of a true range of 4, and a newest one. */
  private static TestContextBuilder rangeThen(double newest) {
    double[] quiet = {100, 102, 98, 100, 1};
    double[] last = {100, Math.max(newest, 100), Math.min(newest, 100), newest, 1};
    return TestContext.at("2013-11-25T12:00:00Z")
        .bars("BTC", Interval.FIVE_MINUTES, quiet, quiet, quiet, quiet, last);
  }

  private static List<Action> decide(TestContextBuilder builder) throws Exception {
    return Decisions.of(strategy(PLAIN), builder.build());
  }

  private static OpenOrder stopPlacedAt(String instant) {
    return new OpenOrder(
        "0x01",
        "BTC",
        Side.SELL,
        OrderTerms.stop(Price.of("90")),
        Quantity.of("1"),
        Quantity.of("1"),
        true,
        Instant.parse(instant),
        "breakout",
        OpenOrder.Role.STOP,
        Optional.empty(),
        OpenOrder.Status.ARMED);
  }

  @Test
  void isFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(StrategyFactory.class))
        .hasExactlyElementsOfTypes(VolatilityBreakoutFactory.class);
  }

  @Test
  void subscribesToOneCandleBeforeTheRangeAndTheNewest() {
    assertThat(strategy(PLAIN).subscriptions())
        .containsExactly(new Subscription("BTC", Interval.FIVE_MINUTES, 5));
    assertThat(strategy(PLAIN).triggers())
        .containsExactly(Trigger.barClose("BTC", Interval.FIVE_MINUTES));
  }

  @Test
  void buysBreakUpwardsWithBothExits() throws Exception {
    assertThat(decide(rangeThen(103)))
        .containsExactly(
            PlaceOrder.buy(
                    "BTC",
                    OrderSize.worth(Usd.of(2_000)),
                    OrderTerms.market(),
                    "close 103.00 above range at 102.00")
                .withExits(Exits.stopAndTarget(Price.of("99"), Price.of("111")))
                .withLabel("breakout"));
  }

  @Test
  void sellsBreakDownwardsWithBothExits() throws Exception {
    PlaceOrder order = Decisions.only(decide(rangeThen(97)), PlaceOrder.class);

    assertThat(order.side()).isEqualTo(Side.SELL);
    assertThat(order.exits()).contains(Exits.stopAndTarget(Price.of("101"), Price.of("89")));
  }

  @Test
  void recordsRangeAndBounds() throws Exception {
    TestContext context = rangeThen(100).build();
    strategy(Map.of("lookback", 3, "bufferAtr", "0.5")).decide(context);

    assertThat(context.recorded()).isEqualTo(Map.of("atr", 4.0, "upper", 104.0, "lower", 96.0));
  }

  @Test
  void saysWhyItDoesNothing() throws Exception {
    assertThat(Decisions.noop(decide(rangeThen(102)))).isEqualTo("inside the range");
    assertThat(Decisions.noop(decide(rangeThen(103).equity("10"))))
        .contains("under the smallest order");
    assertThat(
            Decisions.noop(
                strategy(Map.of("lookback", 3, "shorts", false)).decide(rangeThen(90).build())))
        .isEqualTo("broke down, shorts are off");
    assertThat(
            Decisions.noop(
                strategy(Map.of("lookback", 3, "stopAtr", 50)).decide(rangeThen(104).build())))
        .isEqualTo("the range is too wide for exits");
    assertThat(
            Decisions.noop(
                decide(
                    TestContext.at("2013-11-25T12:00:00Z")
                        .candles("BTC", Interval.FIVE_MINUTES, 1, 1, 1, 1, 2))))
        .isEqualTo("the range has no width");
    assertThat(Decisions.noop(strategy(Map.of()).decide(rangeThen(103).build())))
        .isEqualTo("only 5 of 22 candles so far");
  }

  @Test
  void entersOnCandleOnlyOnceWhenTwoFiringsDecideTogether() throws Exception {
    TestContextBuilder builder = rangeThen(103);

    Decisions.only(decide(builder), PlaceOrder.class);
    assertThat(Decisions.noop(decide(builder))).isEqualTo("this candle was acted on already");
  }

  @Test
  void clearsOldOrdersOfPositionThatIsGoneButNotYoungOnes() throws Exception {
    assertThat(decide(rangeThen(100).openOrder(stopPlacedAt("2013-11-25T11:55:00Z"))))
        .containsExactly(new CancelAll("BTC", "flat: clear orders left over"));
    assertThat(
            Decisions.noop(decide(rangeThen(100).openOrder(stopPlacedAt("2013-11-25T11:55:01Z")))))
        .isEqualTo("inside the range");
  }

  @Test
  void timesPositionFoundAtFirstRunFromThen() throws Exception {
    TestContext context = rangeThen(100).position("BTC", "1", "100").build();

    assertThat(Decisions.noop(strategy(PLAIN).decide(context))).contains("runs from now");
    assertThat(context.state().keys()).containsExactly("entered-bar");
  }

  @Test
  void takesProfitOnPathThatRunsOn() throws Exception {
    TestMarket market = TestMarket.of(strategy(PLAIN), "BTC", Interval.FIVE_MINUTES);
    market.warm(100, 102, 98, 102, 98);
    assertThat(market.close(104)).hasOnlyElementsOfType(PlaceOrder.class);
    market.closes(110);
    market.warm(116);

    assertThat(market.account().held("BTC")).isEqualTo(Quantity.ZERO);
    assertThat(market.account().openOrders()).isEmpty();
    assertThat(market.account().balance()).isGreaterThan(Usd.of(10_000));
  }

  @Test
  void stopsOutOnPathThatTurns() throws Exception {
    TestMarket market = TestMarket.of(strategy(PLAIN), "BTC", Interval.FIVE_MINUTES);
    market.warm(100, 102, 98, 102, 98);
    market.close(104);
    market.closes(100);

    assertThat(market.account().held("BTC")).isEqualTo(Quantity.ZERO);
    assertThat(market.account().balance()).isLessThan(Usd.of(10_000));
  }

  @Test
  void closesPositionThatReachesNeitherExit() throws Exception {
    TestMarket market = TestMarket.of(strategy(PLAIN), "BTC", Interval.FIVE_MINUTES);
    market.warm(100, 102, 98, 102, 98);
    market.close(104);
    assertThat(market.closes(104, 104, 104)).isEmpty();
    List<Action> actions = market.close(104);

    assertThat(actions)
        .containsExactly(
            new CancelAll("BTC", "neither exit reached in 4 candles"),
            new ClosePosition("BTC", "neither exit reached in 4 candles"));
    assertThat(market.account().held("BTC")).isEqualTo(Quantity.ZERO);
    assertThat(market.account().openOrders()).isEmpty();
  }

  @Test
  void refusesParametersThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strategy(Map.of("lookback", 1, "stopAtr", 0, "maxBars", -1)))
        .withMessageContaining("lookback")
        .withMessageContaining("stopAtr")
        .withMessageContaining("maxBars");
  }
}
