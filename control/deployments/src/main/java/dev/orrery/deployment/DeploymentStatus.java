package dev.orrery.deployment;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the runner says a deployment does. The whole status machine is {@link #next}; what is not
 * there is illegal. What people want is {@link Wanted}, what was switched is {@link Latches}.
 */
public enum DeploymentStatus {
  /** Wanted, but not up yet. */
  PROVISIONING,
  /** Ticks. */
  RUNNING,
  /** Does not tick until resumed. */
  PAUSED,
  /** Ticks, opens nothing until the halt is cleared. */
  HALTED,
  /** Ends; does not tick. */
  STOPPING,
  /** Ended. Only what one process hosts comes back from here. */
  STOPPED,
  /** Failed; its error text says why. Its machine may still be there. */
  ERROR;

  /** May hold a machine, positions, orders. */
  public static final Set<DeploymentStatus> ACTIVE =
      Collections.unmodifiableSet(EnumSet.of(PROVISIONING, RUNNING, PAUSED, HALTED, STOPPING));

  /** Take the place of their skill and broker: the active ones without {@link #STOPPING}. */
  public static final Set<DeploymentStatus> OCCUPYING =
      Collections.unmodifiableSet(EnumSet.of(PROVISIONING, RUNNING, PAUSED, HALTED));

  /** A runner is up and serves it: its status is then what the latches say. */
  public static final Set<DeploymentStatus> UP =
      Collections.unmodifiableSet(EnumSet.of(RUNNING, PAUSED, HALTED));

  /** Their machine can be given another image in place. */
  public static final Set<DeploymentStatus> UPGRADABLE =
      Collections.unmodifiableSet(EnumSet.of(RUNNING, PAUSED, HALTED, ERROR));

  /**
   * What may follow. Running follows an error only by way of provisioning, which is an explicit
   * act: a runner that merely boots again does not hide why it failed. What ended on a machine does
   * not come back: its place may be another's by now.
   */
  public Set<DeploymentStatus> next(HostKind host) {
    return switch (this) {
      case PROVISIONING -> EnumSet.of(RUNNING, PAUSED, HALTED, STOPPING, STOPPED, ERROR);
      case RUNNING -> EnumSet.of(PAUSED, HALTED, STOPPING, STOPPED, ERROR);
      case PAUSED -> EnumSet.of(RUNNING, HALTED, STOPPING, STOPPED, ERROR);
      case HALTED -> EnumSet.of(RUNNING, PAUSED, STOPPING, STOPPED, ERROR);
      case STOPPING -> EnumSet.of(STOPPED, ERROR);
      case STOPPED ->
          host == HostKind.RUN ? EnumSet.of(PROVISIONING) : EnumSet.noneOf(DeploymentStatus.class);
      case ERROR -> EnumSet.of(PROVISIONING, STOPPING, STOPPED);
    };
  }

  /** Whether {@code other} may follow. Staying is no transition. */
  public boolean mayBecome(DeploymentStatus other, HostKind host) {
    return next(host).contains(other);
  }

  /** As tables and people have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #text}. */
  public static DeploymentStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
