package dev.orrery.runtime.bytecode;

/**
 * Thrown instead of a refused call that a plugin comes to in spite of everything: in code to which
 * nothing seemed to lead when its jar was loaded.
 */
public final class CallRefused extends SecurityException {
  private static final long serialVersionUID = 1L;

  /** Says which. */
  public CallRefused(String message) {
    super(message);
  }
}
