package dev.orrery.runtime.health;

import org.jspecify.annotations.Nullable;

/**
 * Whether a strategy is asked. One failure skips the next 3 ticks, the next failure 6, then 12, 24,
 * 48, at most 64; one good tick clears it. Thread-safe.
 */
public final class StrategyHealth {
  private static final int FIRST_SKIPS = 3;
  private static final int MAX_SKIPS = 64;

  private int penalty;
  private int skipsLeft;
  private int failures;
  private @Nullable String cause;

  /** Nothing is wrong: what nearly every tick finds, and all it needs to know. */
  private volatile boolean good = true;

  /** Asks for one tick; a tick that is not let in counts as skipped. */
  public boolean admit() {
    return good || admitAfterFailure();
  }

  private synchronized boolean admitAfterFailure() {
    if (skipsLeft == 0) {
      return true;
    }
    skipsLeft--;
    return false;
  }

  /** A decision failed or timed out. */
  public synchronized void failed(String why) {
    penalty = penalty == 0 ? FIRST_SKIPS : Math.min(MAX_SKIPS, penalty * 2);
    skipsLeft = penalty;
    failures++;
    cause = why;
    good = false;
  }

  /** A decision was good. Cheap when nothing was wrong. */
  public void succeeded() {
    if (!good) {
      clear();
    }
  }

  /** A person wants it asked again, whatever was. */
  public void forgive() {
    clear();
  }

  private synchronized void clear() {
    penalty = 0;
    skipsLeft = 0;
    failures = 0;
    cause = null;
    good = true;
  }

  /** How it stands. */
  public synchronized Standing standing() {
    return new Standing(penalty == 0, skipsLeft, failures, cause);
  }

  /**
   * How a strategy stands.
   *
   * @param healthy whether the last decision was good
   * @param skipsLeft ticks still to be skipped
   * @param failures failures in a row
   * @param cause of the last one; null when healthy
   */
  public record Standing(boolean healthy, int skipsLeft, int failures, @Nullable String cause) {}
}
