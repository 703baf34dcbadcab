package dev.orrery.api.action;

/**
 * Do nothing, and say why. Must be the only action of its decision.
 *
 * @param reason why nothing is to be done
 */
public record Noop(String reason) implements Action {
  /** Checks. */
  public Noop {
    reason = Reasons.reason(reason, "Noop");
  }
}
