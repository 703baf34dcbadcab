package dev.orrery.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orrery.api.BoundStrategy;
import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Noop;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StrategiesTest {
  record Knobs(
      @Min(1) int fast,
      @Min(2) int slow,
      @NotBlank String symbol,
      @Positive @DecimalMax("100") BigDecimal percent,
      Duration hold,
      Interval interval,
      MarginMode mode,
      boolean shorts,
      long count,
      double factor,
      Usd worth,
      Price price,
      Quantity quantity,
      List<Interval> more) {
    @AssertTrue(message = "must be below slow")
    public boolean isFast() {
      return fast < slow;
    }
  }

  static final class Sample implements StrategyFactory<Knobs> {
    @Override
    public String name() {
      return "sample";
    }

    @Override
    public Class<Knobs> parameterType() {
      return Knobs.class;
    }

    @Override
    public Knobs defaults() {
      return new Knobs(
          10,
          30,
          "BTC",
          BigDecimal.TEN,
          Duration.ofMinutes(5),
          Interval.MINUTE,
          MarginMode.CROSS,
          true,
          1,
          0.5,
          Usd.of(1),
          Price.of("1"),
          Quantity.of("1"),
          List.of());
    }

    @Override
    public List<Trigger> triggers(Knobs parameters) {
      return List.of(Trigger.barClose(parameters.symbol(), parameters.interval()));
    }

    @Override
    public StrategyPlugin create(Knobs parameters, StrategyBinding binding) {
      return new BoundStrategy(binding) {
        @Override
        public List<Action> decide(DecisionContext context) {
          return List.of(new Noop(parameters.toString()));
        }
      };
    }
  }

  @Test
  void bindsNameVaultAndTriggersOfTheFactory() {
    StrategyPlugin strategy = Strategies.create(new Sample(), Map.of("interval", "5m"));

    assertThat(strategy.name()).isEqualTo("sample");
    assertThat(strategy.vaultId()).isEqualTo("paper:sample");
    assertThat(strategy.triggers()).containsExactly(Trigger.barClose("BTC", Interval.FIVE_MINUTES));
  }

  @Test
  void readsEachTypeFromTheTextOfAnOperator() {
    Knobs knobs =
        Strategies.parameters(
            new Sample(),
            Map.ofEntries(
                Map.entry("fast", 5),
                Map.entry("slow", "20"),
                Map.entry("percent", "2.5"),
                Map.entry("hold", "90m"),
                Map.entry("mode", "isolated"),
                Map.entry("shorts", false),
                Map.entry("count", 7),
                Map.entry("factor", "1.5"),
                Map.entry("worth", "500 USDC"),
                Map.entry("price", 812.5),
                Map.entry("quantity", Quantity.of("0.1")),
                Map.entry("more", List.of("1m", Interval.DAY))));

    assertThat(knobs)
        .isEqualTo(
            new Knobs(
                5,
                20,
                "BTC",
                new BigDecimal("2.5"),
                Duration.ofMinutes(90),
                Interval.MINUTE,
                MarginMode.ISOLATED,
                false,
                7,
                1.5,
                Usd.of(500),
                Price.of("812.5"),
                Quantity.of("0.1"),
                List.of(Interval.MINUTE, Interval.DAY)));
  }

  @Test
  void namesEverythingThatBreaksTheConstraints() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Strategies.create(new Sample(), Map.of("fast", 40, "percent", 0, "symbol", " ")))
        .withMessageContaining("sample")
        .withMessageContaining("fast must be below slow")
        .withMessageContaining("percent")
        .withMessageContaining("symbol");
  }

  @Test
  void writesBoundsAsWords() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.create(new Sample(), Map.of("percent", 101)))
        .withMessageContaining("percent must be less than or equal to 100");
  }

  @Test
  void namesUnknownParameterAndTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.create(new Sample(), Map.of("fats", 5)))
        .withMessageContaining("[fats]")
        .withMessageContaining("fast, slow");
  }

  @Test
  void namesParameterThatCannotBeRead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.create(new Sample(), Map.of("fast", "ten")))
        .withMessageContaining("fast")
        .withMessageContaining("'ten'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.create(new Sample(), Map.of("hold", "soon")))
        .withMessageContaining("hold");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.create(new Sample(), Map.of("mode", "both")))
        .withMessageContaining("mode");
  }

  @Test
  void namesEverythingThatCannotBeRead() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Strategies.create(new Sample(), Map.of("fast", "x", "hold", "soon", "speed", 1)))
        .withMessageContainingAll("parameter fast", "parameter hold", "unknown parameters [speed]");
  }
}
