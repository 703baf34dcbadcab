package dev.orrery.control.machine.reconcile;

import java.time.Duration;

/**
 * How far the reconciler goes by itself.
 *
 * @param provisioning by when a runner must have said that it is up
 * @param stuck after how long a passing state is reported
 * @param starts how often what stopped is started before it is given up
 * @param destroyOrphans whether machines without a row are destroyed; else they are reported
 * @param few so many lost or orphaned machines at once are dealt with whatever the share
 * @param share above this share of all, lost or orphaned machines are taken for a mistake of
 *     whoever told us, and nothing is done
 */
public record ReconcileLimits(
    Duration provisioning,
    Duration stuck,
    int starts,
    boolean destroyOrphans,
    int few,
    double share) {
  /** Five minutes for both, three starts, orphans reported, and at most two or a fifth at once. */
  public static final ReconcileLimits DEFAULT =
      new ReconcileLimits(Duration.ofMinutes(5), Duration.ofMinutes(5), 3, false, 2, 0.2);

  /** With orphans destroyed. */
  public ReconcileLimits destroyingOrphans() {
    return new ReconcileLimits(provisioning, stuck, starts, true, few, share);
  }
}
