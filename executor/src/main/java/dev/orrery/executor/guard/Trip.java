package dev.orrery.executor.guard;

/**
 * A guard that tripped.
 *
 * @param wanted what the deployment is to become
 * @param code stable: the event's name
 * @param reason code and numbers, for people
 */
public record Trip(Wanted wanted, String code, String reason) {
  /** What a deployment becomes. */
  public enum Wanted {
    /** No ticks until a person resumes it. */
    PAUSED,
    /** Ticks, and nothing is opened until a person clears it. */
    HALTED
  }
}
