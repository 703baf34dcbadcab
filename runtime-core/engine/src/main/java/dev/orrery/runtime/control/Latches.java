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
 * @param quarantine is not asked: it hung, or filled the heap
 */
public record Latches(
    @Nullable String paused,
    @Nullable String halted,
    @Nullable String flatten,
    @Nullable String stopping,
    boolean guardPaused,
    @Nullable Quarantine quarantine) {
  /** Nothing is switched. */
  public static final Latches NONE = new Latches(null, null, null, null, false, null);

  /** Paused for this reason. */
  public Latches withPaused(@Nullable String reason, boolean byGuard) {
    return new Latches(reason, halted, flatten, stopping, byGuard, quarantine);
  }

  /** Halted for this reason. */
  public Latches withHalted(@Nullable String reason) {
    return new Latches(paused, reason, flatten, stopping, guardPaused, quarantine);
  }

  /** Being flattened for this reason. */
  public Latches withFlatten(@Nullable String reason) {
    return new Latches(paused, halted, reason, stopping, guardPaused, quarantine);
  }

  /** Stopping for this reason. */
  public Latches withStopping(@Nullable String reason) {
    return new Latches(paused, halted, flatten, reason, guardPaused, quarantine);
  }

  /** Quarantined so; null for not. */
  public Latches withQuarantine(@Nullable Quarantine wanted) {
    return new Latches(paused, halted, flatten, stopping, guardPaused, wanted);
  }
}
