package dev.orrery.executor.plan;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a list of actions must be, whatever the market. */
public final class ActionRules {
  /** Most actions of one decision. */
  public static final int MAX_ACTIONS = 64;

  private ActionRules() {}

  /**
   * What is wrong with a strategy's answer; null when nothing is. Each action has checked itself
   * when it was built.
   *
   * @param actions as {@code decide} returned it
   */
  public static @Nullable String problem(@Nullable List<? extends @Nullable Action> actions) {
    if (actions == null) {
      return "decide returned null: return a Noop with its reason to do nothing";
    }
    int count = actions.size();
    if (count == 0) {
      return "decide returned no action: return a Noop with its reason to do nothing";
    }
    if (count > MAX_ACTIONS) {
      return "decide returned " + count + " actions, at most " + MAX_ACTIONS;
    }
    for (int i = 0; i < count; i++) {
      Action action = actions.get(i);
      if (action == null) {
        return "action " + (i + 1) + " is null";
      }
      if (action instanceof Noop && count > 1) {
        return "action " + (i + 1) + " is a Noop beside others: it must be the only one";
      }
    }
    return null;
  }

  /** Whether this is a lone noop: nothing to plan, judge or send. */
  public static boolean isNoop(List<Action> actions) {
    return actions.size() == 1 && actions.getFirst() instanceof Noop;
  }
}
