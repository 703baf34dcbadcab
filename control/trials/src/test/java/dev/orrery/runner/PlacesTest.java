package dev.orrery.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.ShippedConfig;
import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.boot.Lineup;
import dev.orrery.runner.boot.MarketFit;
import dev.orrery.runtime.plugin.ConfiguredParameters;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.PluginSources;
import dev.orrery.runtime.plugin.TriggerCheck;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit jar or market is told with its place in the file. */
class PlacesTest {
  @TempDir private Path folder;

  @Test
  void saysWhereParametersStandThatDoNotFitEachOther() throws Exception {
    try (PluginLibrary library = bundled()) {
      String yaml = ShippedConfig.text().replaceFirst("fast: 10", "fast: 40");
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> Lineup.of(draft(yaml), library))
          .satisfies(e ->
              assertThat(e.problems())
                  .singleElement()
                  .satisfies(problem -> {
                    assertThat(problem.subject())
                        .matches("o.yaml:\\d+: strategies.sma-cross.parameters");
                    assertThat(problem.cause()).contains("fast must be fewer candles than slow");
                    assertThat(problem.wayOut())
                        .isEqualTo("correct them; or the plugin, if they should do");
                  }));
    }
  }

  @Test
  void saysWhereSymbolsStandThatTheMarketDoesNotKnow() throws Exception {
    try (PluginLibrary library = bundled()) {
      String yaml =
          ShippedConfig.text()
              .replaceFirst("symbol: BTC\n      interval", "symbol: DOGE\n      interval")
              .replaceFirst("allowedSymbols: \\[BTC]", "allowedSymbols: [DOGE]");
      Lineup lineup = Lineup.of(draft(yaml), library);
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> MarketFit.require(lineup, Set.of("BTC")))
          .satisfies(e ->
              assertThat(e.problems())
                  .extracting(Problem::line)
                  .satisfiesExactly(
                      line ->
                          assertThat(line)
                              .matches(
                                  "o.yaml:\\d+: strategies.sma-cross.parameters: wants candles of"
                                      + " DOGE, which the market does not know"
                                      + " \\(the market has BTC\\)"),
                      line ->
                          assertThat(line)
                              .matches(
                                  "o.yaml:\\d+: strategies.sma-cross.caps.allowedSymbols: has DOGE,"
                                      + " and the market none of them"
                                      + " \\(the market has BTC\\)")));
      MarketFit.require(Lineup.of(draft(ShippedConfig.text()), library), Set.of("BTC"));
    }
  }

  private PluginLibrary bundled() throws Exception {
    PluginLibrary library =
        new PluginLibrary(
            new FolderArtifactStore(folder.resolve("artifacts"), ".jar"),
            PluginLimits.DEFAULT,
            TriggerCheck.schedules(),
            new ConfiguredParameters());
    library.addAll(PluginSources.in(Bench.plugins(folder.resolve("bundled"))));
    return library;
  }

  private static Draft<RunConfig> draft(String yaml) {
    return ConfigLoader.of(RunConfig.class).text("o.yaml", yaml).read();
  }
}
