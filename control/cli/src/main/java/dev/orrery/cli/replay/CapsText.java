package dev.orrery.cli.replay;

import dev.orrery.backtest.replay.CapsReplay;
import dev.orrery.backtest.replay.Rejudged;
import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Ink;
import dev.orrery.runtime.recording.DecisionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What other caps would have done, for people and for programs. */
public final class CapsText {
  private CapsText() {}

  /** A line for each decision that would have been judged otherwise, and the counts. */
  public static List<String> lines(CapsReplay.Tally tally, List<Rejudged> changed, Ink ink) {
    List<String> lines = new ArrayList<>();
    for (Rejudged each : changed) {
      DecisionRecord decision = each.decision();
      String head =
          ink.dim(decision.id().substring(0, 10))
              + "  "
              + Instant.ofEpochMilli(decision.asOf())
              + "  "
              + decision.strategy()
              + "  ";
      each.changes().forEach(change -> lines.add(head + change));
    }
    lines.add(
        Amounts.count(tally.judged())
            + (tally.judged() == 1 ? " decision" : " decisions")
            + " judged again: "
            + Amounts.count(tally.denied())
            + " would be denied that were not, "
            + Amounts.count(tally.allowed())
            + " allowed that were denied, "
            + Amounts.count(tally.otherwise())
            + " denied for another reason");
    if (tally.unpriced() > 0) {
      lines.add(
          Amounts.count(tally.unpriced())
              + " cannot be judged: they read no price of what they trade");
    }
    return lines;
  }

  /** The same as an object. */
  public static Map<String, @Nullable Object> object(
      CapsReplay.Tally tally, List<Rejudged> changed) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("judged", tally.judged());
    object.put("would_be_denied", tally.denied());
    object.put("would_be_allowed", tally.allowed());
    object.put("denied_otherwise", tally.otherwise());
    object.put("unpriced", tally.unpriced());
    object.put(
        "decisions",
        changed.stream()
            .map(each ->
                Map.of(
                    "id", each.decision().id(),
                    "strategy", each.decision().strategy(),
                    "as_of", Instant.ofEpochMilli(each.decision().asOf()).toString(),
                    "changes", each.changes()))
            .toList());
    return object;
  }
}
