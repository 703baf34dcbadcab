package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.config.run.EventsConfig;
import dev.orrery.executor.journal.DigestJournal;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.market.replay.Replay;
import dev.orrery.runner.boot.DemoEvents;
import dev.orrery.runtime.MarketEnd;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.recording.MemoryDecisionJournal;
import dev.orrery.runtime.recording.MemoryHistory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars of the distribution over its market: a backtest and a paced run are the same run. */
class BundledParityTest {
  /** The whole file in one go. */
  private static final double NO_WAIT = 1e9;

  private static final EventsConfig.PriceJumps JUMPS =
      new EventsConfig.PriceJumps(
          true, "price-jump", new BigDecimal("0.01"), Duration.ofMinutes(1), Duration.ofMinutes(1));

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

  /** What a run left behind. */
  private record Outcome(String digest, List<String> equities, long accountEntries, long overran) {}

  @BeforeAll
  static void pack() throws Exception {
    BundledPlugins.into(folder);
  }

  @Test
  void decidesTradesAndEarnsTheSameSimulatedAndPaced() throws Exception {
    Replay market = Replay.bundled().laps(1);
    Outcome simulated = run(market.simulated());
    Outcome paced = run(market.speed(NO_WAIT));
    assertThat(paced).isEqualTo(simulated);
    assertThat(simulated.accountEntries()).isGreaterThan(1_000);
    assertThat(simulated.overran()).isZero();
  }

  private static Outcome run(Replay market) throws Exception {
    DigestJournal journal = new DigestJournal();
    try (StrategyRuntime runtime =
        StrategyRuntime.builder()
            .plugins(folder)
            .market(market)
            .accounts(_ -> PaperBroker.startingWith(Usd.of("10000")))
            .defaultCaps(CAPS)
            .journal(new MemoryDecisionJournal(journal), MemoryHistory.of(List.of()))
            .build()) {
      DemoEvents.attach(JUMPS, runtime);
      runtime.start();
      assertThat(runtime.await(Duration.ofMinutes(4))).isEqualTo(MarketEnd.ENDED);
      List<String> equities =
          runtime.strategies().stream()
              .map(each -> each.name() + " " + each.account().equity())
              .toList();
      return new Outcome(
          journal.digest().toString(), equities, journal.accountEntries(), runtime.overran());
    }
  }
}
