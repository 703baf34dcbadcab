package dev.orrery.kernel;

/** How a command ends: the process's exit code and its meaning. */
public enum ExitCode {
  /** Did what was asked. */
  DONE(0),
  /** Tried and failed. */
  FAILED(1),
  /** The command line makes no sense. */
  USAGE(2),
  /** The configuration is invalid; nothing was started. */
  CONFIGURATION(3),
  /** Refused by a rule or gate. */
  REFUSED(4),
  /** The database or venue is not reachable. */
  UNREACHABLE(5),
  /** Another machine has the right to trade for the deployment, and lives. */
  LEASE_HELD(6),
  /** The right to trade went to another machine while this one ran. */
  LEASE_LOST(7);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number a shell sees. */
  public int code() {
    return code;
  }
}
