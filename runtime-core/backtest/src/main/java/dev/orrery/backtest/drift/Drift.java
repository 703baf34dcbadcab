package dev.orrery.backtest.drift;

import dev.orrery.api.Trigger;
import dev.orrery.backtest.replay.DecisionReplay;
import dev.orrery.backtest.replay.JarSource;
import dev.orrery.backtest.replay.RunAgain;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.journal.MemoryJournal;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.MarketEnd;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.MemoryDecisionJournal;
import dev.orrery.runtime.recording.MemoryHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a strategy over the market once more, from the beginning of its run, and compares. Pure but
 * for the jar it loads; confined to one thread.
 *
 * @param market the recording that was played
 * @param jars where the jars are
 * @param caps those of the run
 * @param account the paper account as it began
 */
public record Drift(Replay market, JarSource jars, RiskCaps caps, PaperSettings account) {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  /** Played past the last decision, so that what is due with the last row comes to pass. */
  private static final Duration BEYOND = Duration.ofHours(1);

  /**
   * Which part of a run.
   *
   * @param since first instant of the timeline; null from the beginning
   * @param until instant before which; null to the end
   */
  public record Window(@Nullable Instant since, @Nullable Instant until) {
    boolean holds(DecisionRecord decision) {
      Instant at = Instant.ofEpochMilli(decision.asOf());
      return (since == null || !at.isBefore(since)) && (until == null || at.isBefore(until));
    }
  }

  /**
   * Compares. The backtest begins where the run began, whatever the window: what is held at its
   * beginning comes of what was before.
   *
   * @param run all decisions of one deployment up to the window's end, in order
   * @throws ProblemException when there is nothing to compare, events woke it, or the jar is gone
   */
  public DriftReport of(List<DecisionRecord> run, Window window) {
    List<DecisionRecord> within =
        run.stream().filter(window::holds).filter(Drift::isPlayed).toList();
    DecisionRecord basis =
        within.stream()
            .filter(DecisionReplay::wasAsked)
            .findFirst()
            .orElseThrow(() ->
                new ProblemException(
                    Problem.refused(
                        "decisions",
                        "there are none to compare in this window",
                        "orrery decisions lists the latest")));
    requireNoEvents(basis.strategy(), run);
    long last = within.getLast().asOf();
    Map<String, DecisionRecord> test = backtest(basis, triggers(run), last);
    List<DriftEntry> entries = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (DecisionRecord decision : within) {
      seen.add(decision.id());
      DecisionRecord other = test.get(decision.id());
      if (other == null) {
        entries.add(Explanation.alone(decision, true));
      } else {
        Explanation.of(decision, other).ifPresent(entries::add);
      }
    }
    long first = within.getFirst().asOf();
    for (DecisionRecord decision : test.values()) {
      boolean inside = decision.asOf() >= first && decision.asOf() < last;
      if (inside && !seen.contains(decision.id())) {
        entries.add(Explanation.alone(decision, false));
      }
    }
    entries.sort((a, b) -> a.asOf().compareTo(b.asOf()));
    return new DriftReport(
        Instant.ofEpochMilli(first),
        Instant.ofEpochMilli(last),
        within.size(),
        run.stream().filter(window::holds).filter(it -> !isPlayed(it)).count(),
        entries);
  }

  /** Whether the market woke it, and no person. */
  private static boolean isPlayed(DecisionRecord decision) {
    return !(decision.firing().trigger() instanceof Trigger.Manual);
  }

  private static void requireNoEvents(String strategy, List<DecisionRecord> run) {
    if (run.stream().anyMatch(it -> it.firing().trigger() instanceof Trigger.Event)) {
      throw new ProblemException(
          Problem.refused(
              "strategy " + strategy,
              "was woken by events, and a backtest has none to wake it by",
              "replay runs its decisions again, one by one"));
    }
  }

  private static List<Trigger> triggers(List<DecisionRecord> run) {
    Map<String, Trigger> triggers = new LinkedHashMap<>();
    run.stream()
        .filter(Drift::isPlayed)
        .forEach(it -> triggers.putIfAbsent(it.firing().triggerKey(), it.firing().trigger()));
    return List.copyOf(triggers.values());
  }

  /** The decisions of the backtest by id, in order, each with its final verdict. */
  private Map<String, DecisionRecord> backtest(
      DecisionRecord basis, List<Trigger> triggers, long last) {
    MemoryJournal journal = new MemoryJournal();
    long begin = market.data().time(0);
    try (RunAgain again = RunAgain.of(basis, jars);
        StrategyRuntime runtime =
            StrategyRuntime.builder()
                .library(again.library())
                .market(market.window(begin, last + BEYOND.toMillis()))
                .accounts(_ -> PaperBroker.with(account))
                .journal(new MemoryDecisionJournal(journal), MemoryHistory.of(List.of()))
                .strategy(again.options().triggers(triggers).caps(caps).deadline(DEADLINE))
                .build()) {
      runtime.start();
      MarketEnd end = runtime.await(Duration.ZERO);
      if (end != MarketEnd.ENDED) {
        throw new IllegalStateException("the market did not end, it is " + end);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return settled(journal.entries());
  }

  private static Map<String, DecisionRecord> settled(List<JournalEntry> entries) {
    Map<String, DecisionSettled> settlements = new HashMap<>();
    for (JournalEntry entry : entries) {
      if (entry instanceof DecisionSettled it) {
        settlements.put(it.id(), it);
      }
    }
    Map<String, DecisionRecord> decisions = new LinkedHashMap<>();
    for (JournalEntry entry : entries) {
      if (entry instanceof DecisionRecord it) {
        DecisionSettled settled = settlements.get(it.id());
        decisions.put(it.id(), settled == null ? it : it.settled(settled.verdict()));
      }
    }
    return decisions;
  }
}
