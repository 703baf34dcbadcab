package dev.orrery.strategy.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import dev.orrery.testkit.Decisions;
import dev.orrery.testkit.Strategies;
import dev.orrery.testkit.TestContext;
import dev.orrery.testkit.TestContextBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class CarryTest {
  private static StrategyPlugin strategy(Map<String, ?> overrides) {
    return Strategies.create(new CarryFactory(), overrides);
  }

  private static TestContextBuilder paying(String hourlyRate) {
    return TestContext.at("2013-11-25T12:30:00Z").mark("BTC", "800").funding("BTC", hourlyRate);
  }

  private static List<Action> decide(TestContextBuilder builder) throws Exception {
    return Decisions.of(strategy(Map.of()), builder.build());
  }

  @Test
  void isFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(StrategyFactory.class))
        .hasExactlyElementsOfTypes(CarryFactory.class);
  }

  @Test
  void looksOnMarks() {
    assertThat(strategy(Map.of("every", "1h")).triggers())
        .containsExactly(Trigger.every(Duration.ofHours(1)));
  }

  @Test
  void isShortWhileLongsPayWithBothExits() throws Exception {
    assertThat(decide(paying("0.00003").equity("5000")))
        .containsExactly(
            TargetPosition.worth("BTC", Usd.of(-1_000), "longs pay 0.0030 % an hour")
                .withExits(Exits.stopAndTarget(Price.of("832"), Price.of("768"))));
  }

  @Test
  void isLongWhileShortsPayUnlessLongsAreOff() throws Exception {
    assertThat(decide(paying("-0.00004")))
        .containsExactly(
            TargetPosition.worth("BTC", Usd.of(2_000), "shorts pay 0.0040 % an hour")
                .withExits(Exits.stopAndTarget(Price.of("768"), Price.of("832"))));
    assertThat(Decisions.noop(strategy(Map.of("longs", false)).decide(paying("-0.00004").build())))
        .isEqualTo("shorts pay, longs are off");
  }

  @Test
  void leavesWhenItReceivesTooLittleOrPays() throws Exception {
    assertThat(decide(paying("0.000009").position("BTC", "-1", "800")))
        .containsExactly(TargetPosition.flat("BTC", "receives 0.0009 % an hour, too little"));
    assertThat(decide(paying("0.00005").position("BTC", "1", "800")))
        .containsExactly(TargetPosition.flat("BTC", "receives -0.0050 % an hour, too little"));
    assertThat(Decisions.noop(decide(paying("0.00001").position("BTC", "-1", "800"))))
        .isEqualTo("receives 0.0010 % an hour");
  }

  @Test
  void entersOnceForAPayment() throws Exception {
    TestContextBuilder builder = paying("0.00005");
    Decisions.only(decide(builder), TargetPosition.class);
    assertThat(Decisions.noop(decide(builder))).isEqualTo("entered for this payment already");
  }

  @Test
  void recordsTheRate() throws Exception {
    TestContext context = paying("0.0000125").build();
    strategy(Map.of()).decide(context);
    assertThat(context.recorded())
        .isEqualTo(Map.of("funding", 0.0000125, "funding-a-year", 0.1095));
  }

  @Test
  void saysWhyItDoesNothing() throws Exception {
    assertThat(Decisions.noop(decide(paying("0.00002"))))
        .isEqualTo("funding of 0.0020 % an hour pays too little");
    assertThat(Decisions.noop(decide(TestContext.at("2013-11-25T12:30:00Z").mark("BTC", "800"))))
        .isEqualTo("the market tells no funding");
    assertThat(Decisions.noop(decide(paying("0.00003").equity("10"))))
        .contains("under the smallest order");
  }

  @Test
  void refusesParametersThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strategy(Map.of("exitRate", "0.00003")))
        .withMessageContaining("exitRate 0.00003 must be below enterRate 0.00003");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strategy(Map.of("enterRate", 0)))
        .withMessageContaining("enterRate");
  }
}
