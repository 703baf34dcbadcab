package dev.orrery.runtime.bytecode;

/**
 * Thrown in a condemned thread at each of its polls, until it has left the plugin's code. It has no
 * stack trace and is made before it is needed: a thread that has used up its stack or the heap can
 * still be ended with it.
 */
public final class DecisionEnded extends Error {
  private static final long serialVersionUID = 1L;

  /**
   * One for one thread.
   *
   * @param cause for people: why its call is over
   */
  public DecisionEnded(String cause) {
    super(cause, null, false, false);
  }
}
