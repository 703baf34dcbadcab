package dev.orrery.backtest;

import dev.orrery.api.action.Noop;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.Verdict;
import java.util.EnumMap;
import java.util.Map;

/** How many decisions ended how, and the first reason of each kind. Confined to the journal. */
final class DecisionCount {
  private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
  private final Map<Verdict, String> firstReasons = new EnumMap<>(Verdict.class);
  private long proposals;

  void decided(DecisionRecord decision) {
    if (decision.actions().stream().anyMatch(action -> !(action instanceof Noop))) {
      proposals++;
    }
    Verdict verdict = decision.verdict();
    if (verdict != null) {
      String error = decision.error();
      count(
          verdict,
          error != null
              ? error.lines().findFirst().orElse("")
              : String.join("; ", decision.reasons()));
    }
  }

  void settled(DecisionSettled settled) {
    count(settled.verdict(), String.join("; ", settled.outcomes()));
  }

  private void count(Verdict verdict, String reason) {
    counts.merge(verdict, 1L, Long::sum);
    firstReasons.putIfAbsent(verdict, reason);
  }

  Map<Verdict, Long> counts() {
    return new EnumMap<>(counts);
  }

  String firstReason(Verdict verdict) {
    return firstReasons.getOrDefault(verdict, "");
  }

  /** Decisions that wanted something. */
  long proposals() {
    return proposals;
  }
}
