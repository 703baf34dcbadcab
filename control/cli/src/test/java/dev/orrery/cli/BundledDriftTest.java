package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.value.Usd;
import dev.orrery.backtest.drift.Drift;
import dev.orrery.backtest.drift.DriftReport;
import dev.orrery.backtest.replay.JarSource;
import dev.orrery.backtest.replay.ReplayPass;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.journal.MemoryJournal;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.Sha256;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.MarketEnd;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.MemoryDecisionJournal;
import dev.orrery.runtime.recording.MemoryHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A paced run of a bundled strategy over the bundled market: run again, and against its backtest.
 */
class BundledDriftTest {
  private static final double NO_WAIT = 1e9;

  private static final RiskCaps CAPS =
      RiskCaps.builder()
          .maxPositionPct("60")
          .maxTotalExposurePct("60")
          .maxOrdersPerDay(2_000)
          .maxOrdersPerMinute(40)
          .maxLeverage("2")
          .minOrderUsd("10")
          .allowedSymbols("BTC")
          .maxMonthlyCostUsd("5")
          .dailyLossHaltPct("15")
          .build();

  @TempDir private static Path folder;

  @BeforeAll
  static void pack() throws Exception {
    BundledPlugins.into(folder);
  }

  @Test
  void aPacedRunDoesNotDrift() throws Exception {
    List<DecisionRecord> run = run("grid");
    ReplayPass.Tally tally =
        ReplayPass.over(
            run::forEach,
            jars(),
            null,
            false,
            each -> {
              throw new AssertionError(each.decision().id() + " " + each.differences());
            });
    assertThat(tally.replayed() + tally.notAsked()).isEqualTo(run.size());
    DriftReport report =
        new Drift(Replay.bundled(), jars(), CAPS, PaperSettings.defaults())
            .of(run, new Drift.Window(null, null));
    assertThat(report.entries()).isEmpty();
    assertThat(report.compared()).isEqualTo(run.size()).isGreaterThan(9_000);
  }

  /** One lap, each decision with its final verdict. */
  private static List<DecisionRecord> run(String strategy) throws Exception {
    MemoryJournal journal = new MemoryJournal();
    try (StrategyRuntime runtime =
        StrategyRuntime.builder()
            .plugins(folder)
            .onlyConfigured()
            .strategy(strategy, options -> options.vault("paper-1").caps(CAPS))
            .market(Replay.bundled().laps(1).speed(NO_WAIT))
            .accounts(_ -> PaperBroker.startingWith(Usd.of("10000")))
            .journal(new MemoryDecisionJournal(journal), MemoryHistory.of(List.of()))
            .build()) {
      runtime.start();
      assertThat(runtime.await(Duration.ofMinutes(4))).isEqualTo(MarketEnd.ENDED);
    }
    Map<String, DecisionSettled> settled = new HashMap<>();
    for (JournalEntry entry : journal.entries()) {
      if (entry instanceof DecisionSettled it) {
        settled.put(it.id(), it);
      }
    }
    return journal.entries().stream()
        .filter(DecisionRecord.class::isInstance)
        .map(DecisionRecord.class::cast)
        .map(it -> {
          DecisionSettled verdict = settled.get(it.id());
          return verdict == null ? it : it.settled(verdict.verdict());
        })
        .toList();
  }

  private static JarSource jars() {
    return digest -> {
      try (var files = Files.list(folder)) {
        return files.filter(file -> digest(file).equals(digest)).findFirst();
      } catch (IOException e) {
        return Optional.empty();
      }
    };
  }

  private static String digest(Path file) {
    try {
      return Sha256.of(Files.readAllBytes(file)).hex();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
