package dev.orrery.runtime;

/** Where a runtime is in its life. It goes through these in their order, and some are left out. */
public enum RuntimeState {
  /** Put together; nothing runs. */
  BUILT,
  /** Accounts are reconciled, triggers bound. */
  STARTING,
  /** The market runs and strategies are asked. */
  RUNNING,
  /** The market has told everything it had. */
  ENDED,
  /** The market's feed failed. */
  FAILED,
  /** Closed. */
  CLOSED
}
