package dev.orrery.testkit;

import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what {@code decide} answered, as the runtime would. Failures are assertion errors. */
public final class Decisions {
  private static final int MAX_ACTIONS = 64;

  private Decisions() {}

  /** Asks a strategy and checks its answer. */
  public static List<Action> of(StrategyPlugin strategy, DecisionContext context) throws Exception {
    return check(strategy.decide(context));
  }

  /**
   * Checks the contract: one to 64 actions, none null, a noop only alone.
   *
   * @return the same actions
   */
  public static List<Action> check(@Nullable List<? extends @Nullable Action> actions) {
    if (actions == null) {
      throw new AssertionError("decide returned null instead of a list of actions");
    }
    if (actions.isEmpty()) {
      throw new AssertionError("decide returned no action; a Noop says why nothing is to be done");
    }
    if (actions.size() > MAX_ACTIONS) {
      throw new AssertionError(
          "decide returned " + actions.size() + " actions, at most " + MAX_ACTIONS);
    }
    for (Action action : actions) {
      if (action == null) {
        throw new AssertionError("decide returned a null among its actions: " + actions);
      }
      if (action instanceof Noop && actions.size() > 1) {
        throw new AssertionError("decide returned a Noop beside other actions: " + actions);
      }
    }
    return actions.stream().<Action>map(action -> action).toList();
  }

  /** The only action, which must be of this type. */
  public static <A extends Action> A only(List<Action> actions, Class<A> type) {
    check(actions);
    if (actions.size() != 1 || !type.isInstance(actions.getFirst())) {
      throw new AssertionError(
          "expected one " + type.getSimpleName() + " and nothing else, not " + actions);
    }
    return type.cast(actions.getFirst());
  }

  /** The reason of the noop, which must be the only action. */
  public static String noop(List<Action> actions) {
    return only(actions, Noop.class).reason();
  }
}
