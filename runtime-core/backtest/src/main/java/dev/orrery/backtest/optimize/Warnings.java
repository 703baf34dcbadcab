package dev.orrery.backtest.optimize;

import dev.orrery.backtest.optimize.OptimizeResult.WindowResult;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What must be known before a search is believed, in sentences. */
final class Warnings {
  private Warnings() {}

  static void ofScores(Collection<Score> all, Score best, List<String> warnings) {
    long failed = all.stream().filter(score -> !score.ran()).count();
    if (failed > 0) {
      String first =
          all.stream().filter(score -> !score.ran()).findFirst().map(Score::failure).orElse("");
      warnings.add(failed + " of " + all.size() + " runs failed, the first: " + first);
    }
    long idle = all.stream().filter(Score::degenerate).count();
    if (idle > 0) {
      warnings.add(
          "degenerate: "
              + idle
              + " of "
              + all.size()
              + " combinations proposed nothing in 24 hours and more"
              + (best.degenerate() ? ", the best one too" : ""));
    }
  }

  static void ofLuck(DeflatedSharpe deflated, List<String> warnings) {
    if (deflated.isDoubtful()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "likely overfit: of %d trials the best has a deflated Sharpe ratio of %.2f, under"
                  + " %.2f",
              deflated.trials(),
              deflated.value(),
              DeflatedSharpe.BELIEVED));
    }
  }

  static void ofMemory(List<String> warnings) {
    warnings.add(
        "the best run alone decided otherwise than among the others: the strategy keeps something"
            + " from run to run (static fields?), so none of this can be relied on");
  }

  static void ofWindows(List<WindowResult> windows, List<String> warnings) {
    long idle = windows.stream().filter(each -> each.outOfSample().degenerate()).count();
    if (idle > 0) {
      warnings.add(
          "degenerate: in "
              + idle
              + " of "
              + windows.size()
              + " windows the best proposed nothing in 24 hours and more of its test");
    }
    double trained =
        windows.stream().mapToDouble(each -> each.inSample().gain()).average().orElse(0);
    double tested =
        windows.stream().mapToDouble(each -> each.outOfSample().gain()).average().orElse(0);
    if (trained > 0 && tested <= 0) {
      warnings.add("likely overfit: what earned in training did not earn in the tests behind it");
    }
  }
}
