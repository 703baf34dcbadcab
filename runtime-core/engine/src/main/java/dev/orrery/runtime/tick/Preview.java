package dev.orrery.runtime.tick;

import dev.orrery.api.action.Action;
import dev.orrery.executor.Judgement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy would do.
 *
 * @param actions what it answered; empty when it failed
 * @param judgement what planning and risk gate made of it; null when it failed
 * @param error what it threw; null when it answered
 */
public record Preview(List<Action> actions, @Nullable Judgement judgement, @Nullable String error) {
  /** Copies. */
  public Preview {
    actions = List.copyOf(actions);
  }
}
