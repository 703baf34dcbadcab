package dev.orrery.backtest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.journal.MemoryJournal;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.Sha256;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.MarketEnd;
import dev.orrery.runtime.StrategyOptions;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.MemoryDecisionJournal;
import dev.orrery.runtime.recording.MemoryHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Decisions of a real run of a jar over a file of candles, and the jar they were made by. */
public record Recorded(Path jar, List<JournalEntry> entries) implements JarSource {
  /** Those of every run. */
  public static final RiskCaps CAPS =
      RiskCaps.builder()
          .maxPositionPct("100")
          .maxTotalExposurePct("100")
          .maxOrdersPerDay(100_000)
          .maxOrdersPerMinute(100)
          .maxLeverage("2")
          .minOrderUsd("10")
          .allowedSymbols("BTC")
          .maxMonthlyCostUsd("5")
          .dailyLossHaltPct("100")
          .build();

  /** Runs a jar's strategy. */
  public static Recorded of(Path jar, Path candles, StrategyOptions options) {
    MemoryJournal journal = new MemoryJournal();
    try (StrategyRuntime runtime =
        StrategyRuntime.builder()
            .plugin(jar)
            .market(Replay.of(candles, "BTC").simulated())
            .accounts(_ -> PaperBroker.startingWith(Usd.of("10000")))
            .journal(new MemoryDecisionJournal(journal), MemoryHistory.of(List.of()))
            .strategy(options.caps(CAPS))
            .build()) {
      runtime.start();
      assertThat(runtime.await(Duration.ofMinutes(2))).isEqualTo(MarketEnd.ENDED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return new Recorded(jar, journal.entries());
  }

  /** In the order they were made. */
  public List<DecisionRecord> decisions() {
    return entries.stream()
        .filter(DecisionRecord.class::isInstance)
        .map(DecisionRecord.class::cast)
        .toList();
  }

  @Override
  public Optional<Path> find(String digest) {
    try {
      return Sha256.of(Files.readAllBytes(jar)).hex().equals(digest)
          ? Optional.of(jar)
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
