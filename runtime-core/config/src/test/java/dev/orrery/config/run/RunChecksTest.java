package dev.orrery.config.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.Draft;
import dev.orrery.kernel.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunChecksTest {
  private static final KnownStrategies KNOWN =
      new KnownStrategies(
          Map.of("sma-cross", "paper:sma-cross", "grid", "paper:grid"),
          Set.of("broken"),
          expression -> Optional.empty());

  private static final String CAPS =
      "caps: {maxPositionPct: %s, maxTotalExposurePct: 50, maxOrdersPerDay: 4,"
          + " maxOrdersPerMinute: 2, maxLeverage: 1, minOrderUsd: 10, allowedSymbols: [BTC],"
          + " dailyLossHaltPct: 5}";

  private static List<String> check(String yaml) {
    Draft<RunConfig> draft =
        ConfigLoader.of(RunConfig.class)
            .text("o.yaml", yaml.replace("CAPS", CAPS.formatted("20")))
            .read();
    assertThat(draft.problems()).isEmpty();
    return RunChecks.check(draft, KNOWN).stream().map(Problem::line).toList();
  }

  @Test
  void capsThatLetNoOrderPassAreAProblem() {
    String caps = CAPS.formatted("2");
    assertThat(
            check(
                """
                strategies:
                  sma-cross:
                    vault: tiny
                    %s
                vaults:
                  tiny: { startingCash: 100 USD }
                """
                    .formatted(caps)))
        .containsExactly(
            "o.yaml:4: strategies.sma-cross.caps.maxPositionPct: no order can pass: 2 % of equity"
                + " 100 = 2 < minOrderUsd 10 (needs equity of 500 or maxPositionPct of 10)");
  }

  @Test
  void capsOfAVenuesAccountAreNotHeldAgainstCashOfPaper() {
    assertThat(
            check(
                """
                broker: { kind: hyperliquid, paper: { startingCash: 10 USD } }
                strategies:
                  grid:
                    vault: main
                    CAPS
                """))
        .isEmpty();
  }

  @Test
  void leverageAndCashBeyondReasonAreASlipOfThePen() {
    Draft<RunConfig> draft =
        ConfigLoader.of(RunConfig.class)
            .text(
                "o.yaml",
                """
                strategies:
                  grid:
                    %s
                broker: { paper: { startingCash: 1e18 USD } }
                vaults:
                  most: { startingCash: 1000000000000 USD }
                  more: { startingCash: 1000000000000.01 USD }
                """
                    .formatted(CAPS.formatted("20").replace("maxLeverage: 1", "maxLeverage: 50.5")))
            .read();
    assertThat(draft.problems().stream().map(Problem::line))
        .containsExactlyInAnyOrder(
            "o.yaml:3: strategies.grid.caps.maxLeverage: must be less than or equal to 50, is 50.5",
            "o.yaml:4: broker.paper.startingCash: must be less than or equal to 1000000000000,"
                + " is 1000000000000000000 USD",
            "o.yaml:7: vaults.more.startingCash: must be less than or equal to 1000000000000,"
                + " is 1000000000000.01 USD");
  }

  @Test
  void strategiesWithoutAVaultHaveTheirJars() {
    assertThat(check("strategies:\n  a: {strategy: grid, CAPS}\n  b: {strategy: grid, CAPS}\n"))
        .containsExactly(
            "o.yaml:3: strategies.b.vault: paper:grid is bound by strategy a too, at o.yaml:2"
                + " (give each strategy a vault of its own)");
  }

  @Test
  void disabledStrategiesBindNoVault() {
    assertThat(
            check(
                """
                strategies:
                  a: {strategy: grid, vault: v, enabled: false, CAPS}
                  b: {strategy: grid, vault: v, CAPS}
                """))
        .isEmpty();
  }

  @Test
  void strategiesOfRefusedJarsAreNoProblemOfTheConfiguration() {
    assertThat(check("strategies: {x: {strategy: broken, vault: v, CAPS}}")).isEmpty();
  }

  @Test
  void nameOfOneStrategyDoesNotRunAnother() {
    assertThat(check("strategies: {grid: {strategy: sma-cross, vault: v, CAPS}}"))
        .containsExactly(
            "o.yaml:1: strategies.grid.strategy: is sma-cross, but grid is the name of another"
                + " strategy (rename the entry)");
  }

  @Test
  void withoutAnyJarTheWayOutIsAJar() {
    Draft<RunConfig> draft =
        ConfigLoader.of(RunConfig.class)
            .text("o.yaml", "strategies: {a: {%s}}".formatted(CAPS.formatted("20")))
            .read();
    assertThat(
            RunChecks.check(
                draft, new KnownStrategies(Map.of(), Set.of(), cron -> Optional.empty())))
        .extracting(Problem::line)
        .containsExactly(
            "o.yaml:1: strategies.a.strategy: no jar has a strategy named a (no strategy is loaded:"
                + " put a jar into the plugins folder)");
  }
}
