package dev.orrery.runtime.tick;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes over what a strategy returned: its list is its own code, ours is a copy. */
final class Answers {
  /** Most actions of a decision. */
  static final int MAX_ACTIONS = 64;

  private static final String NULL_IN_LIST = "decide returned a list with a null in it";

  private Answers() {}

  /**
   * A copy. To be called within the guarded call.
   *
   * @throws InvalidAnswer when it breaks the contract
   */
  static List<Action> take(@Nullable List<Action> returned) throws InvalidAnswer {
    if (returned == null) {
      throw new InvalidAnswer("decide returned null: return a list with a Noop to do nothing");
    }
    if (returned.size() == 1) {
      Action only = returned.getFirst();
      if (only == null) {
        throw new InvalidAnswer(NULL_IN_LIST);
      }
      return List.of(only);
    }
    List<Action> taken = new ArrayList<>();
    for (Action action : returned) {
      if (action == null) {
        throw new InvalidAnswer(NULL_IN_LIST);
      }
      if (taken.size() == MAX_ACTIONS) {
        throw new InvalidAnswer("decide returned more than " + MAX_ACTIONS + " actions");
      }
      taken.add(action);
    }
    if (taken.isEmpty()) {
      throw new InvalidAnswer(
          "decide returned an empty list: doing nothing needs a Noop with its reason");
    }
    if (taken.size() > 1) {
      for (Action action : taken) {
        if (action instanceof Noop) {
          throw new InvalidAnswer("decide returned a Noop beside other actions");
        }
      }
    }
    return List.copyOf(taken);
  }

  /** What a strategy returned breaks the contract. */
  static final class InvalidAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidAnswer(String message) {
      super(message, null, false, false);
    }
  }
}
