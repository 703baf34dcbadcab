package dev.orrery.backtest.replay;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between a decision as recorded and as it came out now, in words. Pure functions. */
final class Differences {
  private Differences() {}

  static List<String> between(DecisionRecord was, Outcome is, RecordedContext seen) {
    return between(was, is, seen.series(), seen.writes());
  }

  static List<String> between(
      DecisionRecord was, Outcome is, Map<String, Double> series, List<StateWrite> writes) {
    if (is instanceof Outcome.Unanswerable it) {
      return List.of(it.what());
    }
    if (is instanceof Outcome.Answered it
        && !hasFailed(was)
        && it.actions().equals(was.actions())
        && series.equals(was.series())
        && writes.equals(StateWrite.in(was.reads()))) {
      return List.of(); // nearly every decision
    }
    List<String> found = new ArrayList<>();
    ends(was, is, found);
    series(was.series(), series, found);
    writes(StateWrite.in(was.reads()), writes, found);
    return found;
  }

  /** Whether the strategy did not answer; actions that were invalid are an answer. */
  static boolean hasFailed(DecisionRecord was) {
    return was.verdict() == Verdict.TIMED_OUT
        || (was.verdict() == Verdict.FAILED && was.actions().isEmpty());
  }

  private static void ends(DecisionRecord was, Outcome is, List<String> found) {
    boolean failed = hasFailed(was);
    if (!failed && is instanceof Outcome.Answered it) {
      verdict(was, it.actions(), found);
      actions(was.actions(), it.actions(), found);
      return;
    }
    String before = failed ? cause(was) : answer(was.actions());
    String after =
        switch (is) {
          case Outcome.Answered it -> answer(it.actions());
          case Outcome.Failed it -> it.cause();
          case Outcome.TimedOut it -> it.cause();
          case Outcome.Unanswerable it -> it.what();
        };
    String kind = kind(is);
    String recorded = failed ? Objects.requireNonNull(was.verdict()).text() : "answered";
    if (!recorded.equals(kind)) {
      found.add("verdict was " + verdict(was) + ", is " + kind);
    }
    if (!before.equals(after)) {
      found.add((failed ? "cause" : "answer") + " was " + before + ", is " + after);
    }
  }

  /** Planner and gate are not asked: what is wanted is all there is to tell. */
  private static void verdict(DecisionRecord was, List<Action> now, List<String> found) {
    boolean before = isNoop(was.actions());
    boolean after = isNoop(now);
    if (before != after) {
      found.add(
          after
              ? "verdict was " + verdict(was) + ", is noop"
              : "verdict was noop, now "
                  + now.size()
                  + (now.size() == 1 ? " action" : " actions")
                  + " would go to planner and gate");
    }
  }

  private static boolean isNoop(List<Action> actions) {
    return actions.size() == 1 && actions.getFirst() instanceof Noop;
  }

  private static String verdict(DecisionRecord was) {
    Verdict verdict = was.verdict();
    return verdict == null ? "under way" : verdict.text();
  }

  private static String kind(Outcome is) {
    return switch (is) {
      case Outcome.Answered _ -> "answered";
      case Outcome.Failed _ -> Verdict.FAILED.text();
      case Outcome.TimedOut _ -> Verdict.TIMED_OUT.text();
      case Outcome.Unanswerable _ -> "not to be told";
    };
  }

  private static String cause(DecisionRecord was) {
    return was.reasons().isEmpty() ? "not told" : was.reasons().getFirst();
  }

  private static String answer(List<Action> actions) {
    return String.join("; ", actions.stream().map(ActionFields::words).toList());
  }

  private static void actions(List<Action> was, List<Action> is, List<String> found) {
    for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
      String name = was.size() == 1 && is.size() == 1 ? "action" : "action " + (i + 1);
      if (i >= is.size()) {
        found.add(name + " is gone: " + ActionFields.words(was.get(i)));
      } else if (i >= was.size()) {
        found.add(name + " is new: " + ActionFields.words(is.get(i)));
      } else {
        action(name, was.get(i), is.get(i), found);
      }
    }
  }

  private static void action(String name, Action was, Action is, List<String> found) {
    Map<String, String> before = ActionFields.of(was);
    Map<String, String> after = ActionFields.of(is);
    if (before.equals(after)) {
      return;
    }
    if (!Objects.equals(before.get("action"), after.get("action"))
        || !Objects.equals(before.get("symbol"), after.get("symbol"))) {
      found.add(name + " was " + ActionFields.words(was) + ", is " + ActionFields.words(is));
      return;
    }
    String symbol = before.containsKey("symbol") ? " " + before.get("symbol") : "";
    Set<String> fields = new LinkedHashSet<>(before.keySet());
    fields.addAll(after.keySet());
    for (String field : fields) {
      if (!Objects.equals(before.get(field), after.get(field))) {
        found.add(
            name
                + " ("
                + before.get("action")
                + symbol
                + "): "
                + field
                + was(before.get(field))
                + is(after.get(field)));
      }
    }
  }

  private static void series(Map<String, Double> was, Map<String, Double> is, List<String> found) {
    Set<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    for (String name : names) {
      Double before = was.get(name);
      Double after = is.get(name);
      if (before == null || after == null || !same(before, after)) {
        found.add("series " + name + was(text(before)) + is(text(after)));
      }
    }
  }

  /** The journal knows no negative zero. */
  private static boolean same(double was, double is) {
    return was == is || (Double.isNaN(was) && Double.isNaN(is));
  }

  private static @Nullable String text(@Nullable Double value) {
    return value == null ? null : value.toString();
  }

  private static void writes(List<StateWrite> was, List<StateWrite> is, List<String> found) {
    for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
      StateWrite before = i < was.size() ? was.get(i) : null;
      StateWrite after = i < is.size() ? is.get(i) : null;
      if (before != null && after != null && before.key().equals(after.key())) {
        if (!Objects.equals(before.value(), after.value())) {
          found.add("state key '" + before.key() + "'" + was(value(before)) + is(value(after)));
        }
        continue;
      }
      if (before != null) {
        found.add("state key '" + before.key() + "'" + was(value(before)) + ", is not written");
      }
      if (after != null) {
        found.add("state key '" + after.key() + "' was not written" + is(value(after)));
      }
    }
  }

  private static String value(StateWrite write) {
    return write.value() == null ? "removed" : "set to '" + write.value() + "'";
  }

  private static String was(@Nullable String text) {
    return text == null ? " was not there" : " was " + text;
  }

  private static String is(@Nullable String text) {
    return text == null ? ", is not there" : ", is " + text;
  }
}
