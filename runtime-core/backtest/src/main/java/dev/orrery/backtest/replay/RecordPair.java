package dev.orrery.backtest.replay;

import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import java.util.List;

/** Two records of what should be the same decision. Pure functions. */
public final class RecordPair {
  private RecordPair() {}

  /** What differs between two that were asked: actions, series, state written; each in words. */
  public static List<String> differences(DecisionRecord was, DecisionRecord is) {
    return Differences.between(was, outcome(is), is.series(), StateWrite.in(is.reads()));
  }

  private static Outcome outcome(DecisionRecord is) {
    if (!Differences.hasFailed(is)) {
      return new Outcome.Answered(is.actions());
    }
    String cause = is.reasons().isEmpty() ? "" : is.reasons().getFirst();
    return is.verdict() == Verdict.TIMED_OUT
        ? new Outcome.TimedOut(cause)
        : new Outcome.Failed(cause);
  }
}
