package dev.orrery.trigger;

import dev.orrery.api.Trigger;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.trigger.event.Topics;
import dev.orrery.trigger.schedule.Schedules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the triggers of a strategy must satisfy before they are bound. */
public final class TriggerRules {
  private TriggerRules() {}

  /**
   * All that is wrong with the triggers of a strategy; empty when they can be bound.
   *
   * @param strategy its name, or a place in a file; begins each problem
   */
  public static List<Problem> problems(String strategy, List<Trigger> triggers) {
    List<Problem> problems = new ArrayList<>();
    if (triggers.isEmpty()) {
      problems.add(
          Problem.configuration(
              strategy, "has no trigger", "declare at least one, manual if nothing else"));
    }
    Set<Object> rules = new HashSet<>();
    for (Trigger trigger : triggers) {
      try {
        if (!rules.add(rule(trigger))) {
          problems.add(
              Problem.configuration(
                  strategy, "has " + TriggerKeys.of(trigger) + " twice", "remove one"));
        }
      } catch (ProblemException e) {
        e.problems().forEach(problem -> problems.add(of(strategy, problem)));
      }
    }
    return problems;
  }

  /** What makes two triggers the same: what becomes of missed marks does not tell them apart. */
  private static Object rule(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Every every -> Schedules.of(every);
      case Trigger.Cron cron -> Schedules.parse(cron);
      case Trigger.Event event -> {
        Topics.check(event.topic());
        yield event;
      }
      case Trigger.BarClose bar -> bar;
      case Trigger.Manual manual -> manual;
    };
  }

  private static Problem of(String strategy, Problem problem) {
    return new Problem(
        problem.exit(), strategy + ": " + problem.subject(), problem.cause(), problem.wayOut());
  }
}
