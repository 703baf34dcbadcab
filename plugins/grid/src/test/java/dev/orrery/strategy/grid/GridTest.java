package dev.orrery.strategy.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.Side;
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
import org.junit.jupiter.api.Test;

final class GridTest {
  private static final Map<String, Object> TWO_LINES =
      Map.of("lines", 2, "spacingPercent", 1, "linePercent", 5, "maxPositionPercent", 20);

  private final StrategyPlugin grid = Strategies.create(new GridFactory(), TWO_LINES);
  private final TestMarket market = TestMarket.of(grid, "BTC", Interval.MINUTE);

  private static TestContextBuilder at(String instant, String mark) {
    return TestContext.at(instant).mark("BTC", mark);
  }

  private List<String> ladder() {
    return market.account().openOrders().stream()
        .sorted((a, b) -> a.label().compareTo(b.label()))
        .map(order -> order.side() + " " + order.label())
        .toList();
  }

  @Test
  void isFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(StrategyFactory.class))
        .hasExactlyElementsOfTypes(GridFactory.class);
  }

  @Test
  void wakesByTheClock() {
    assertThat(grid.triggers()).containsExactly(Trigger.everySeconds(60));
  }

  @Test
  void laysLadderAroundFirstMarkNearestLinesFirst() throws Exception {
    List<Action> actions = Decisions.of(grid, at("2013-11-25T12:00:00Z", "1000").build());

    assertThat(actions)
        .containsExactly(
            order(Side.BUY, "990", "1000:-1"),
            order(Side.BUY, "980", "1000:-2"),
            order(Side.SELL, "1010", "1000:1"),
            order(Side.SELL, "1020", "1000:2"));
  }

  private static PlaceOrder order(Side side, String price, String label) {
    return PlaceOrder.of(
            "BTC",
            side,
            OrderSize.worth(Usd.of(500)),
            OrderTerms.limit(Price.of(price)),
            "line " + label)
        .withLabel(label);
  }

  @Test
  void leavesStandingLadderAlone() throws Exception {
    market.close(1000);

    assertThat(Decisions.noop(market.close(1003))).isEqualTo("the ladder stands");
    assertThat(ladder())
        .containsExactly("BUY 1000:-1", "BUY 1000:-2", "SELL 1000:1", "SELL 1000:2");
  }

  @Test
  void followsFilledBuyWithSellOneLineHigher() throws Exception {
    market.close(1000);
    market.close(989.9);

    assertThat(market.fills()).isEqualTo(1);
    assertThat(ladder())
        .containsExactly("BUY 1000:-2", "SELL 1000:0", "SELL 1000:1", "SELL 1000:2");
  }

  @Test
  void earnsTheSpacingOnRoundTrip() throws Exception {
    market.closes(1000, 989.9, 1000.1);

    assertThat(market.fills()).isEqualTo(2);
    assertThat(market.account().balance()).isGreaterThan(Usd.of(10_004));
  }

  @Test
  void laysNewLadderWhenPriceHasLeftTheOldOne() throws Exception {
    market.close(1000);
    List<Action> actions = market.close(1030);

    assertThat(actions).filteredOn(CancelOrder.class::isInstance).hasSize(2);
    assertThat(market.state().get("centre")).contains("1030");
    assertThat(market.account().openOrders())
        .extracting(OpenOrder::label)
        .allMatch(label -> label.startsWith("1030:"));
  }

  @Test
  void buysNoMoreThanTheLargestPosition() throws Exception {
    List<Action> actions =
        Decisions.of(
            grid, at("2013-11-25T12:00:00Z", "1000").position("BTC", "1.6", "1000").build());

    assertThat(actions).filteredOn(action -> ((PlaceOrder) action).side() == Side.BUY).isEmpty();
    assertThat(actions).hasSize(2);
  }

  @Test
  void keepsPositionAndOrdersWithinBoundsOnRandomPath() throws Exception {
    long seed = 20131125;
    SplittableRandom random = new SplittableRandom(seed);
    double price = 1000;
    for (int minute = 0; minute < 2_000; minute++) {
      price *= 1 + (random.nextDouble() - 0.5) / 50;
      market.close(price);
      Usd position =
          market
              .account()
              .position("BTC")
              .map(held -> held.averageEntry().times(held.quantity()).plus(held.unrealised()))
              .orElse(Usd.ZERO);
      assertThat(position.abs())
          .as("position of seed %d in minute %d", seed, minute)
          .isLessThanOrEqualTo(market.account().equity().times("0.25"));
      assertThat(market.account().openOrders()).hasSizeLessThanOrEqualTo(8);
    }
    assertThat(market.fills()).isGreaterThan(100);
  }

  @Test
  void takesOneTurnPerPeriodWhenTwoFiringsDecideTogether() throws Exception {
    TestContextBuilder builder = at("2013-11-25T12:00:30Z", "1000");

    assertThat(Decisions.of(grid, builder.build())).hasSize(4);
    assertThat(Decisions.noop(Decisions.of(grid, builder.build())))
        .isEqualTo("this turn was taken already");
  }

  @Test
  void doesNothingWhenLineIsUnderTheSmallestOrder() throws Exception {
    assertThat(
            Decisions.noop(
                Decisions.of(grid, at("2013-11-25T12:00:00Z", "1000").equity("100").build())))
        .isEqualTo("a line of 5 USD is under the smallest order");
  }

  @Test
  void recordsCentrePositionAndOrders() throws Exception {
    TestContext context = at("2013-11-25T12:00:00Z", "1000").position("BTC", "1", "900").build();
    grid.decide(context);

    assertThat(context.recorded())
        .isEqualTo(Map.of("centre", 1000.0, "position_usd", 1000.0, "orders", 0.0));
  }

  @Test
  void refusesParametersThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.create(new GridFactory(), Map.of("linePercent", 30)))
        .withMessageContaining("30 and 20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.create(new GridFactory(), Map.of("lines", 16)))
        .withMessageContaining("lines");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.create(new GridFactory(), Map.of("every", "500ms")))
        .withMessageContaining("whole seconds");
  }
}
