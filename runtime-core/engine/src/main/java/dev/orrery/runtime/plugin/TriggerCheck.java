package dev.orrery.runtime.plugin;

import dev.orrery.api.Trigger;
import java.util.Optional;

/** Says what is wrong with a trigger beyond what its own type checks. Thread-safe. */
@FunctionalInterface
public interface TriggerCheck {
  /** What is wrong, for people; empty when nothing is. */
  Optional<String> complaint(Trigger trigger);
}
