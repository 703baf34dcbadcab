package dev.orrery.cli.replay;

import dev.orrery.backtest.drift.DriftCause;
import dev.orrery.backtest.drift.DriftEntry;
import dev.orrery.backtest.drift.DriftReport;
import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Ink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run against its backtest, for people and for programs. */
public final class DriftText {
  private static final int MOST_SHOWN = 20;

  private DriftText() {}

  /** The counts, the first difference whole, the others in a line each. */
  public static List<String> lines(String strategy, DriftReport report, Ink ink) {
    List<String> lines = new ArrayList<>();
    List<DriftEntry> entries = report.entries();
    lines.add(
        ink.bold(strategy)
            + "  "
            + report.from()
            + " to "
            + report.to()
            + ": "
            + Amounts.count(report.compared())
            + " decisions compared, "
            + (entries.isEmpty() ? "none differs" : Amounts.count(entries.size()) + " differ"));
    if (report.byHand() > 0) {
      lines.add(Amounts.count(report.byHand()) + " by hand are not compared");
    }
    if (entries.isEmpty()) {
      return lines;
    }
    counts(entries).forEach((cause, count) -> lines.add("  " + cause + " " + count));
    DriftEntry first = entries.getFirst();
    lines.add("first  " + first.asOf() + "  " + ink.dim(first.id().substring(0, 10)));
    lines.add("  " + first.cause().text() + ": " + first.why());
    first.differences().forEach(each -> lines.add("  " + each));
    for (DriftEntry each : entries.subList(1, Math.min(entries.size(), MOST_SHOWN))) {
      lines.add(
          "then   "
              + each.asOf()
              + "  "
              + ink.dim(each.id().substring(0, 10))
              + "  "
              + each.cause().text()
              + ": "
              + each.differences().getFirst());
    }
    if (entries.size() > MOST_SHOWN) {
      lines.add("and " + (entries.size() - MOST_SHOWN) + " more; --json has them all");
    }
    return lines;
  }

  private static Map<String, Integer> counts(List<DriftEntry> entries) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (DriftCause cause : DriftCause.values()) {
      int count = (int) entries.stream().filter(each -> each.cause() == cause).count();
      if (count > 0) {
        counts.put(cause.text(), count);
      }
    }
    return counts;
  }

  /** The same as an object, whole. */
  public static Map<String, Object> object(String strategy, DriftReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("strategy", strategy);
    object.put("from", report.from().toString());
    object.put("to", report.to().toString());
    object.put("compared", report.compared());
    object.put("by_hand", report.byHand());
    object.put("different", report.entries().size());
    object.put("causes", counts(report.entries()));
    List<Map<String, Object>> decisions = new ArrayList<>();
    for (DriftEntry each : report.entries()) {
      Map<String, Object> decision = new LinkedHashMap<>();
      decision.put("id", each.id());
      decision.put("as_of", each.asOf().toString());
      decision.put("cause", each.cause().text());
      decision.put("why", each.why());
      decision.put("differences", each.differences());
      decisions.add(decision);
    }
    object.put("decisions", decisions);
    return object;
  }
}
