package dev.orrery.backtest;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many decisions ended how, and the first reason of each kind. Confined to the journal. */
final class DecisionCount {
  private final Map<Verdict, long[]> counts = new EnumMap<>(Verdict.class);
  private final Map<Verdict, String> firstReasons = new EnumMap<>(Verdict.class);
  private long proposals;

  void decided(DecisionRecord decision) {
    List<Action> actions = decision.actions();
    // A noop stands alone, and is what nearly every decision is.
    if (!actions.isEmpty() && !(actions.getFirst() instanceof Noop)) {
      proposals++;
    }
    Verdict verdict = decision.verdict();
    if (verdict != null && count(verdict) == 1) {
      String error = decision.error();
      firstReasons.put(
          verdict,
          error != null
              ? error.lines().findFirst().orElse("")
              : String.join("; ", decision.reasons()));
    }
  }

  void settled(DecisionSettled settled) {
    Verdict verdict = settled.verdict();
    if (count(verdict) == 1) {
      firstReasons.put(verdict, String.join("; ", settled.outcomes()));
    }
  }

  private long count(Verdict verdict) {
    return ++counts.computeIfAbsent(verdict, _ -> new long[1])[0];
  }

  Map<Verdict, Long> counts() {
    Map<Verdict, Long> all = new EnumMap<>(Verdict.class);
    counts.forEach((verdict, count) -> all.put(verdict, count[0]));
    return all;
  }

  String firstReason(Verdict verdict) {
    return firstReasons.getOrDefault(verdict, "");
  }

  /** Decisions that wanted something. */
  long proposals() {
    return proposals;
  }
}
