package dev.orrery.runtime;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.CanonicalText;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.MemoryHistory;
import dev.orrery.runtime.recording.StateWritten;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.TickSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What most tests of a runtime need: paper accounts, wide caps, a journal to look into. */
final class Rig {
  static final RiskCaps CAPS =
      new RiskCaps(
          new BigDecimal("300"),
          new BigDecimal("500"),
          1_000_000,
          100_000,
          new BigDecimal("10"),
          new BigDecimal("10"),
          Set.of("BTC"),
          new BigDecimal("200"),
          new BigDecimal("90"));

  /** Time enough for a plugin to answer, however busy the machine is. */
  private static final PluginLimits PATIENT =
      new PluginLimits(
          PluginLimits.DEFAULT.maxFileBytes(),
          PluginLimits.DEFAULT.maxExpandedBytes(),
          PluginLimits.DEFAULT.maxEntries(),
          Duration.ofSeconds(60));

  /** A file is over at once at this speed. */
  static final double NO_WAIT = 1e9;

  final GroupJournal journal = new GroupJournal();

  /** A runtime over a jar, every strategy of it on an account of its own. */
  RuntimeBuilder over(Path jar, Replay market) {
    RuntimeBuilder builder = StrategyRuntime.builder();
    builder.pluginLimits = PATIENT;
    return builder
        .plugin(jar)
        .market(market)
        .accounts(vault -> PaperBroker.startingWith(Usd.of("10000")))
        .defaultCaps(CAPS)
        .journal(journal, MemoryHistory.of(journal.entries()));
  }

  /** One whose journal begins with these groups: what a restart finds. */
  static Rig after(List<GroupJournal.Group> before) {
    Rig rig = new Rig();
    before.forEach(group -> rig.journal.append(group.deployment(), group.entries()));
    return rig;
  }

  static TickSettings ticks(boolean recordReads) {
    TickSettings standard = TickSettings.standard();
    return new TickSettings(
        standard.coreThreads(),
        standard.maxThreads(),
        Duration.ZERO,
        recordReads,
        standard.ladder());
  }

  /** Plays a market that ends. */
  static void play(StrategyRuntime runtime) throws InterruptedException {
    runtime.start();
    if (runtime.await(Duration.ofSeconds(60)) != MarketEnd.ENDED) {
      throw new AssertionError("the market does not end");
    }
  }

  List<DecisionRecord> decisions() {
    return journal.entries().stream()
        .filter(DecisionRecord.class::isInstance)
        .map(DecisionRecord.class::cast)
        .toList();
  }

  List<DecisionRecord> decisions(String strategy) {
    return decisions().stream().filter(each -> each.strategy().equals(strategy)).toList();
  }

  List<DecisionSettled> settled(String strategy) {
    return journal.entries().stream()
        .filter(DecisionSettled.class::isInstance)
        .map(DecisionSettled.class::cast)
        .filter(each -> each.strategy().equals(strategy))
        .toList();
  }

  /** Verdicts of the decisions of a strategy; {@code null} where orders were sent. */
  List<Verdict> verdicts(String strategy) {
    List<Verdict> verdicts = new ArrayList<>();
    decisions(strategy).forEach(each -> verdicts.add(each.verdict()));
    return verdicts;
  }

  /** All that must be the same when the same market is run again, a line an entry. */
  List<String> repeatable() {
    return repeatable(journal.entries());
  }

  static List<String> repeatable(List<JournalEntry> entries) {
    List<String> lines = new ArrayList<>();
    for (JournalEntry entry : entries) {
      if (entry instanceof DecisionRecord
          || entry instanceof DecisionSettled
          || entry instanceof AccountEntry
          || entry instanceof StateWritten) {
        CanonicalText text = new CanonicalText();
        entry.describe(text);
        String series =
            entry instanceof DecisionRecord decision
                ? "|" + decision.id() + new TreeMap<>(decision.series())
                : "";
        lines.add(text + series);
      }
    }
    return lines;
  }

  /** Equity by strategy, exact. */
  static List<String> equities(StrategyRuntime runtime) {
    return runtime.strategies().stream()
        .map(each -> each.name() + " " + each.account().equity())
        .toList();
  }
}
