package dev.orrery.backtest.check;

import java.time.Instant;
import java.util.List;

/** Compares decisions in order. Pure functions. */
final class Comparison {
  private Comparison() {}

  static TrialResult of(Trial trial, List<Seen> first, List<Seen> second) {
    int common = Math.min(first.size(), second.size());
    for (int i = 0; i < common; i++) {
      Seen.Unlike unlike = first.get(i).unlike(second.get(i));
      if (unlike != null) {
        return differs(trial, i, first.get(i), unlike);
      }
    }
    if (first.size() == second.size()) {
      return new TrialResult(trial, common, null);
    }
    Seen odd = (first.size() > common ? first : second).get(common);
    return differs(
        trial,
        common,
        odd,
        new Seen.Unlike(
            "how many decisions there are",
            String.valueOf(first.size()),
            String.valueOf(second.size())));
  }

  private static TrialResult differs(Trial trial, int index, Seen seen, Seen.Unlike unlike) {
    return new TrialResult(
        trial,
        index,
        new TrialResult.Difference(
            index + 1L,
            Instant.ofEpochMilli(seen.asOf()),
            seen.trigger(),
            unlike.what(),
            unlike.first(),
            unlike.second()));
  }
}
