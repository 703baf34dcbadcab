package dev.orrery.backtest.replay;

import dev.orrery.api.action.Action;
import java.util.List;

/** What a decision came to when it was run again. */
public sealed interface Outcome {
  /** It wants something, or nothing for a reason. */
  record Answered(List<Action> actions) implements Outcome {
    /** Copies. */
    public Answered {
      actions = List.copyOf(actions);
    }
  }

  /**
   * It threw, or broke the contract.
   *
   * @param cause class and message
   */
  record Failed(String cause) implements Outcome {}

  /** It did not end within its deadline. */
  record TimedOut(String cause) implements Outcome {}

  /**
   * It asked for something that its record does not hold.
   *
   * @param what in words
   */
  record Unanswerable(String what) implements Outcome {}
}
