package dev.orrery.runtime.bytecode;

/** Thrown when a plugin would end the process. */
public final class ExitRefused extends SecurityException {
  private static final long serialVersionUID = 1L;

  /** Says what to do instead. */
  public ExitRefused() {
    super("a plugin does not end the process: answer a noop, or throw");
  }
}
