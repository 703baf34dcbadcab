package dev.orrery.cli.replay;

import dev.orrery.backtest.replay.ActionFields;
import dev.orrery.backtest.replay.Outcome;
import dev.orrery.backtest.replay.ReplayPass;
import dev.orrery.backtest.replay.Replayed;
import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Ink;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came out of running decisions again, for people and for programs. */
public final class ReplayText {
  private ReplayText() {}

  /** One decision, over several lines. */
  public static List<String> lines(Replayed replayed, Ink ink) {
    DecisionRecord decision = replayed.decision();
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.bold(decision.strategy()) + "  " + verdict(decision) + "  " + ink.dim(decision.id()));
    lines.add(
        "  "
            + ink.dim("decided  ")
            + "at "
            + Instant.ofEpochMilli(decision.asOf())
            + " on "
            + decision.firing().triggerKey());
    if (replayed.same()) {
      lines.add("  " + ink.green("the same ") + same(replayed));
    } else {
      String title = ink.red("differs  ");
      for (String difference : replayed.differences()) {
        lines.add("  " + title + difference);
        title = "         ";
      }
    }
    return lines;
  }

  private static String same(Replayed replayed) {
    DecisionRecord decision = replayed.decision();
    String what =
        switch (replayed.outcome()) {
          case Outcome.Answered it ->
              it.actions().size() == 1 ? "1 action" : it.actions().size() + " actions";
          case Outcome.Failed it -> it.cause();
          case Outcome.TimedOut it -> it.cause();
          case Outcome.Unanswerable it -> it.what();
        };
    int reads = decision.reads().size();
    return what
        + ", from "
        + (reads == 1 ? "1 read" : reads + " reads")
        + (decision.series().isEmpty() ? "" : ", " + decision.series().size() + " series");
  }

  /** One of many decisions that differ, in one line. */
  public static String line(Replayed replayed, Ink ink) {
    DecisionRecord decision = replayed.decision();
    List<String> differences = replayed.differences();
    String more = differences.size() == 1 ? "" : " (and " + (differences.size() - 1) + " more)";
    return ink.dim(decision.id().substring(0, 10))
        + "  "
        + Instant.ofEpochMilli(decision.asOf())
        + "  "
        + decision.strategy()
        + "  "
        + differences.getFirst()
        + more;
  }

  /** What a pass came to, in a line or some. */
  public static List<String> lines(ReplayPass.Tally tally) {
    List<String> lines = new ArrayList<>();
    double seconds = Math.max(1e-9, tally.took().toNanos() / 1e9);
    lines.add(
        Amounts.count(tally.replayed())
            + (tally.replayed() == 1 ? " decision" : " decisions")
            + " run again: "
            + Amounts.count(tally.same())
            + " the same, "
            + Amounts.count(tally.different())
            + " different"
            + (tally.notAsked() == 0
                ? ""
                : "; "
                    + Amounts.count(tally.notAsked())
                    + " were skipped then, and have no answer"));
    lines.add(
        "in %.1f s, %s a second, %d %% of it deciding"
            .formatted(
                seconds,
                Amounts.count(Math.round(tally.replayed() / seconds)),
                Math.round(tally.deciding().toNanos() / 1e7 / seconds)));
    return lines;
  }

  /** One decision as an object. */
  public static Map<String, @Nullable Object> object(Replayed replayed) {
    DecisionRecord decision = replayed.decision();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", decision.id());
    object.put("strategy", decision.strategy());
    object.put("trigger", decision.firing().triggerKey());
    object.put("as_of", Instant.ofEpochMilli(decision.asOf()).toString());
    object.put("verdict", verdict(decision));
    object.put("same", replayed.same());
    object.put("differences", replayed.differences());
    object.put("outcome", outcome(replayed.outcome()));
    return object;
  }

  private static Map<String, @Nullable Object> outcome(Outcome outcome) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    switch (outcome) {
      case Outcome.Answered it -> {
        object.put("kind", "answered");
        object.put("actions", it.actions().stream().map(ActionFields::of).toList());
      }
      case Outcome.Failed it -> {
        object.put("kind", "failed");
        object.put("cause", it.cause());
      }
      case Outcome.TimedOut it -> {
        object.put("kind", "timed_out");
        object.put("cause", it.cause());
      }
      case Outcome.Unanswerable it -> {
        object.put("kind", "unanswerable");
        object.put("cause", it.what());
      }
    }
    return object;
  }

  private static String verdict(DecisionRecord decision) {
    Verdict verdict = decision.verdict();
    return verdict == null ? "under_way" : verdict.text();
  }
}
