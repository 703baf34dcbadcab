package dev.orrery.runtime.tick;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes over what a strategy returned: its list is its own code, ours is a copy. */
final class Answers {
  /** Most actions of a decision. */
  static final int MAX_ACTIONS = 64;

  /** Of what {@link List#of(Object)} makes: nearly every answer. */
  private static final Class<?> OF_ONE = List.of("one").getClass();

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
    if (returned.getClass() == OF_ONE && returned.size() == 1) {
      return returned; // the JDK's own, which nobody can change
    }
    Iterator<Action> given = returned.iterator();
    if (!given.hasNext()) {
      throw new InvalidAnswer(
          "decide returned an empty list: doing nothing needs a Noop with its reason");
    }
    Action first = present(given.next());
    if (!given.hasNext()) {
      return List.of(first);
    }
    List<Action> taken = new ArrayList<>();
    taken.add(first);
    while (given.hasNext()) {
      if (taken.size() == MAX_ACTIONS) {
        throw new InvalidAnswer("decide returned more than " + MAX_ACTIONS + " actions");
      }
      taken.add(present(given.next()));
    }
    for (Action action : taken) {
      if (action instanceof Noop) {
        throw new InvalidAnswer("decide returned a Noop beside other actions");
      }
    }
    return List.copyOf(taken);
  }

  private static Action present(@Nullable Action action) throws InvalidAnswer {
    if (action == null) {
      throw new InvalidAnswer("decide returned a list with a null in it");
    }
    return action;
  }

  /** What a strategy returned breaks the contract. */
  static final class InvalidAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidAnswer(String message) {
      super(message, null, false, false);
    }
  }
}
