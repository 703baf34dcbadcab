package dev.orrery.strategy.jumpfade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class JumpFadeTest {
  private static final String FALL =
      "{\"symbol\":\"BTC\",\"movePct\":\"-1.8\",\"price\":\"800\",\"seconds\":60}";
  private static final String RISE =
      "{\"symbol\":\"BTC\",\"movePct\":\"2\",\"price\":\"800\",\"seconds\":60}";

  private final StrategyPlugin fade = Strategies.create(new JumpFadeFactory());

  private static TestContextBuilder noon() {
    return TestContext.at("2013-11-25T12:00:00Z").mark("BTC", "800");
  }

  private List<Action> on(TestContextBuilder builder, String payload) throws Exception {
    return Decisions.of(fade, builder.event("price-jump", payload).build());
  }

  private List<Action> onClock(TestContextBuilder builder) throws Exception {
    return Decisions.of(fade, builder.firing(Trigger.everySeconds(30)).build());
  }

  @Test
  void isFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(StrategyFactory.class))
        .hasExactlyElementsOfTypes(JumpFadeFactory.class);
  }

  @Test
  void wakesByEventAndByClock() {
    assertThat(fade.triggers())
        .containsExactly(Trigger.event("price-jump"), Trigger.everySeconds(30));
  }

  @Nested
  final class OnEvent {
    @Test
    void buysFallWithBothExits() throws Exception {
      assertThat(on(noon(), FALL))
          .containsExactly(
              PlaceOrder.buy(
                      "BTC",
                      OrderSize.worth(Usd.of(1_000)),
                      OrderTerms.market(),
                      "against a jump of -1.8 %")
                  .withExits(Exits.stopAndTarget(Price.of("788"), Price.of("808")))
                  .withLabel("fade"));
    }

    @Test
    void sellsRiseWithBothExits() throws Exception {
      PlaceOrder order = Decisions.only(on(noon(), RISE), PlaceOrder.class);

      assertThat(order.side()).isEqualTo(Side.SELL);
      assertThat(order.exits()).contains(Exits.stopAndTarget(Price.of("812"), Price.of("792")));
    }

    @Test
    void saysWhyItDoesNothing() throws Exception {
      assertThat(Decisions.noop(on(noon(), "what?"))).isEqualTo("the event is not a price jump");
      assertThat(Decisions.noop(on(noon(), FALL.replace("BTC", "ETH"))))
          .isEqualTo("a jump of another symbol");
      assertThat(Decisions.noop(on(noon(), FALL.replace("-1.8", "-0.99"))))
          .isEqualTo("the jump is too small");
      assertThat(Decisions.noop(on(noon().position("BTC", "1", "800"), FALL)))
          .isEqualTo("in a position already");
      assertThat(Decisions.noop(on(noon().equity("99"), FALL)))
          .isEqualTo("a position of 9.9 USD is under the smallest order");
    }

    @Test
    void logsPayloadThatIsNoJumpAndRecordsMoveOfOneThatIs() throws Exception {
      TestContext odd = noon().event("price-jump", "what?").build();
      fade.decide(odd);
      TestContext good = noon().event("price-jump", FALL).build();
      fade.decide(good);

      assertThat(odd.logged()).singleElement().asString().startsWith("WARN").contains("what?");
      assertThat(good.recorded()).isEqualTo(Map.of("move_percent", -1.8));
    }

    @Test
    void entersOnceWhenTwoEventsDecideTogether() throws Exception {
      TestContextBuilder builder = noon();

      Decisions.only(on(builder, FALL), PlaceOrder.class);
      assertThat(Decisions.noop(on(builder, FALL))).contains("too short a while ago");
    }

    @Test
    void waitsBetweenEntries() throws Exception {
      String fiveMinutesAgo = Long.toString(Instant.parse("2013-11-25T11:55:00Z").toEpochMilli());
      String lessThanThat = Long.toString(Instant.parse("2013-11-25T11:55:01Z").toEpochMilli());

      assertThat(Decisions.noop(on(noon().state("entered", lessThanThat), FALL)))
          .contains("too short a while ago");
      Decisions.only(on(noon().state("entered", fiveMinutesAgo), FALL), PlaceOrder.class);
    }
  }

  @Nested
  final class OnClock {
    @Test
    void waitsWhileFlat() throws Exception {
      assertThat(Decisions.noop(onClock(noon()))).isEqualTo("flat, waiting for a jump");
    }

    @Test
    void timesPositionFoundAtFirstRunFromThen() throws Exception {
      TestContextBuilder builder = noon().position("BTC", "1", "800");

      assertThat(Decisions.noop(onClock(builder))).contains("runs from now");
      assertThat(Decisions.noop(onClock(builder))).contains("its exits are at work");
    }

    @Test
    void clearsOldOrdersOfPositionThatIsGone() throws Exception {
      OpenOrder stop =
          new OpenOrder(
              "0x01",
              "BTC",
              Side.SELL,
              OrderTerms.stop(Price.of("790")),
              Quantity.of("1"),
              Quantity.of("1"),
              true,
              Instant.parse("2013-11-25T11:59:30Z"),
              "fade",
              OpenOrder.Role.STOP,
              Optional.empty(),
              OpenOrder.Status.ARMED);

      assertThat(onClock(noon().openOrder(stop)))
          .containsExactly(new CancelAll("BTC", "flat: clear orders left over"));
    }
  }

  @Nested
  final class AlongPath {
    private final TestMarket market = TestMarket.of(fade, "BTC", Interval.MINUTE);

    @Test
    void takesProfitWhenTheJumpIsTakenBack() throws Exception {
      market.warm(815, 800);
      market.event("price-jump", FALL);
      market.closes(803, 806, 809);

      assertThat(market.account().held("BTC")).isEqualTo(Quantity.ZERO);
      assertThat(market.account().balance()).isEqualTo(Usd.of(10_010));
      assertThat(market.account().openOrders()).isEmpty();
    }

    @Test
    void stopsOutWhenItGoesOn() throws Exception {
      market.warm(815, 800);
      market.event("price-jump", FALL);
      market.closes(795, 787);

      assertThat(market.account().balance()).isEqualTo(Usd.of(9_985));
    }

    @Test
    void closesAfterAWhileWhenNothingHappens() throws Exception {
      market.warm(815, 800);
      market.event("price-jump", FALL);
      for (int minute = 1; minute < 20; minute++) {
        assertThat(Decisions.noop(market.close(801))).contains("its exits are at work");
      }

      assertThat(market.close(801))
          .containsExactly(
              new CancelAll("BTC", "neither exit reached in 1200 s"),
              new ClosePosition("BTC", "neither exit reached in 1200 s"));
      assertThat(market.account().held("BTC")).isEqualTo(Quantity.ZERO);
      assertThat(market.account().openOrders()).isEmpty();
    }
  }

  @Test
  void refusesParametersThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.create(new JumpFadeFactory(), Map.of("maxHold", "5s")))
        .withMessageContaining("maxHold");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.create(new JumpFadeFactory(), Map.of("topic", "two words")))
        .withMessageContaining("topic");
  }
}
