package dev.orrery.backtest;

import dev.orrery.runtime.StrategyStatus;
import dev.orrery.runtime.recording.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a reader must know before believing the figures. */
final class Notes {
  private static final Duration LONG_SILENCE = Duration.ofHours(24);
  private static final List<Verdict> AMISS =
      List.of(Verdict.FAILED, Verdict.TIMED_OUT, Verdict.DENIED, Verdict.REJECTED);

  private Notes() {}

  static List<String> of(
      StrategyStatus status, Figures figures, DecisionCount decisions, Duration range, Cues cues) {
    List<String> notes = new ArrayList<>();
    for (Verdict verdict : AMISS) {
      Long count = decisions.counts().get(verdict);
      if (count != null) {
        notes.add(count + " " + verdict.text() + ", the first: " + decisions.firstReason(verdict));
      }
    }
    if (decisions.counts().isEmpty()) {
      notes.add("it was never woken: none of its triggers fired in the range");
    } else if (decisions.proposals() == 0 && range.compareTo(LONG_SILENCE) >= 0) {
      notes.add("degenerate: it proposed nothing in " + range.toHours() + " hours");
    } else if (decisions.proposals() == 0) {
      notes.add("it proposed nothing");
    }
    String beside = cues.note();
    if (beside != null) {
      notes.add(beside);
    }
    if (figures.liquidations() > 0) {
      notes.add("the account was liquidated " + times(figures.liquidations()));
    }
    String state = status.state();
    if (!state.equals("running") && !state.equals("unhealthy")) {
      notes.add("it ended " + state + ": " + cause(status));
    }
    return notes;
  }

  private static String cause(StrategyStatus status) {
    String halted = status.latches().halted();
    String paused = status.latches().paused();
    return halted != null ? halted : paused != null ? paused : status.toString();
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }
}
