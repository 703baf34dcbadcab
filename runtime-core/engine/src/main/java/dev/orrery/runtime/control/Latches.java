package dev.orrery.runtime.control;

import org.jspecify.annotations.Nullable;

/**
 * What was switched on a deployment and stays so over restarts and upgrades. Each is a reason, or
 * null when it is off.
 *
 * @param paused does not tick
 * @param halted ticks, opens nothing until a person clears it
 * @param flatten closes everything, then is paused; stays until the venue confirms flat
 * @param stopping ends; never ticks again
 * @param guardPaused whether the pause is a cost guard's: resume is refused
 */
public record Latches(
    @Nullable String paused,
    @Nullable String halted,
    @Nullable String flatten,
    @Nullable String stopping,
    boolean guardPaused) {
  /** Nothing is switched. */
  public static final Latches NONE = new Latches(null, null, null, null, false);

  /** Paused for this reason. */
  public Latches withPaused(@Nullable String reason, boolean byGuard) {
    return new Latches(reason, halted, flatten, stopping, byGuard);
  }

  /** Halted for this reason. */
  public Latches withHalted(@Nullable String reason) {
    return new Latches(paused, reason, flatten, stopping, guardPaused);
  }

  /** Being flattened for this reason. */
  public Latches withFlatten(@Nullable String reason) {
    return new Latches(paused, halted, reason, stopping, guardPaused);
  }

  /** Stopping for this reason. */
  public Latches withStopping(@Nullable String reason) {
    return new Latches(paused, halted, flatten, reason, guardPaused);
  }
}
