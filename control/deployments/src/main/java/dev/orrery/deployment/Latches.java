package dev.orrery.deployment;

import org.jspecify.annotations.Nullable;

/**
 * What was switched on a deployment and stays so over restarts and upgrades, until an explicit act
 * switches it back. Each is a reason, or null when it is off.
 *
 * @param paused does not tick; begins with {@value #GUARD_REASON} when the cost guard paused it
 * @param halted ticks, opens nothing
 * @param flatten closes everything, then is paused; stays until the broker confirms flat
 * @param stopping ends; never ticks again
 * @param quarantine is not asked until it is released, whatever else is switched
 */
public record Latches(
    @Nullable String paused,
    @Nullable String halted,
    @Nullable String flatten,
    @Nullable String stopping,
    @Nullable Quarantine quarantine) {
  /** The code and event of a pause by the cost guard. */
  public static final String COST_GUARD = "cost_guard_tripped";

  /** How the reason of a pause by the cost guard begins. */
  public static final String GUARD_REASON = "cost_guard:";

  /** Nothing is switched. */
  public static final Latches NONE = new Latches(null, null, null, null, null);

  /** Paused for this reason, too. */
  public Latches withPaused(@Nullable String reason) {
    return new Latches(reason, halted, flatten, stopping, quarantine);
  }

  /** Whether the cost guard paused it: resume then needs a higher cap. */
  public boolean guardPaused() {
    return paused != null && paused.startsWith(GUARD_REASON);
  }

  /**
   * The status of a deployment that is up: stopping before halted before paused before running. One
   * in quarantine does not tick either: paused.
   */
  public DeploymentStatus status() {
    if (stopping != null) {
      return DeploymentStatus.STOPPING;
    }
    if (halted != null) {
      return DeploymentStatus.HALTED;
    }
    return paused != null || flatten != null || quarantine != null
        ? DeploymentStatus.PAUSED
        : DeploymentStatus.RUNNING;
  }
}
