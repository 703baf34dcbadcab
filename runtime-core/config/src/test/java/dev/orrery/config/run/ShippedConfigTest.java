package dev.orrery.config.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.Draft;
import dev.orrery.config.Loaded;
import dev.orrery.config.Origin;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShippedConfigTest {
  private static final KnownStrategies BUNDLED =
      new KnownStrategies(
          Map.of(
              "sma-cross", "paper:sma-cross",
              "grid", "paper:grid",
              "volatility-breakout", "paper:volatility-breakout",
              "jump-fade", "paper:jump-fade"),
          Set.of(),
          expression -> Optional.empty());

  private static Draft<RunConfig> shipped() {
    return ConfigLoader.of(RunConfig.class).text(ShippedConfig.NAME, ShippedConfig.text()).read();
  }

  @Test
  void hasNoProblem() {
    Draft<RunConfig> draft = shipped();
    assertThat(draft.require(RunChecks.check(draft, BUNDLED)).value().strategies())
        .containsOnlyKeys("sma-cross", "grid", "volatility-breakout", "jump-fade");
  }

  @Test
  void saysWhatItsCommentsSay() {
    Loaded<RunConfig> loaded = shipped().require();
    RunConfig config = loaded.value();
    assertThat(config.events().demo().enabled()).isTrue();
    assertThat(config.dataDir()).isEqualTo(Path.of(ShippedConfig.DATA_DIR));
    assertThat(config.store().embedded()).isTrue();
    assertThat(config.broker().paper().takerFee()).isEqualByComparingTo("0.00045");
    assertThat(config.broker().paper().slippage()).isEqualByComparingTo("0.0001");
    assertThat(config.strategy("jump-fade").orElseThrow().triggers())
        .extracting(TriggerEntry::event)
        .containsExactly("price-jump", null, null);
    assertThat(loaded.origin("strategies.grid.caps.maxLeverage").kind())
        .isEqualTo(Origin.Kind.FILE);
    assertThat(loaded.origin("broker.paper.fundingHourly")).isEqualTo(Origin.DEFAULT);
  }

  @Test
  void emptyFileIsAllDefaults() {
    RunConfig config =
        ConfigLoader.of(RunConfig.class).text("empty.yaml", "").read().require().value();
    assertThat(config.port()).isEqualTo(7070);
    assertThat(config.market().speed()).isEqualByComparingTo("600");
    assertThat(config.broker().paper().startingCash()).isEqualByComparingTo("10000");
    assertThat(config.broker().paper().fundingHourly()).isEqualByComparingTo("0.0000125");
    assertThat(config.runtime().decideTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.runtime().tickInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.defaults().paper().maxMonthlyCostUsd()).isEqualTo(new BigDecimal("200"));
    assertThat(config.strategies()).isEmpty();
  }

  @Test
  void partOfTheDefaultCapsCanBeReplaced() {
    RunConfig config =
        ConfigLoader.of(RunConfig.class)
            .text("caps.yaml", "defaults: {paper: {maxLeverage: 3, allowedSymbols: [ETH]}}")
            .read()
            .require()
            .value();
    assertThat(config.defaults().paper().maxLeverage()).isEqualByComparingTo("3");
    assertThat(List.copyOf(config.defaults().paper().allowedSymbols())).containsExactly("ETH");
    assertThat(config.defaults().paper().maxOrdersPerDay())
        .isEqualTo(DefaultsConfig.defaults().paper().maxOrdersPerDay());
  }
}
