package dev.orrery.runtime.plugin;

import dev.orrery.api.Trigger;
import dev.orrery.kernel.ProblemException;
import dev.orrery.trigger.schedule.Schedules;
import java.util.Optional;

/** Says what is wrong with a trigger beyond what its own type checks. Thread-safe. */
@FunctionalInterface
public interface TriggerCheck {
  /** What is wrong, for people; empty when nothing is. */
  Optional<String> complaint(Trigger trigger);

  /** Refuses clock triggers whose expression has no schedule. */
  static TriggerCheck schedules() {
    return trigger -> {
      if (trigger instanceof Trigger.Cron cron) {
        try {
          Schedules.parse(cron);
        } catch (ProblemException e) {
          return Optional.of(e.problems().getFirst().line());
        }
      }
      return Optional.empty();
    };
  }
}
