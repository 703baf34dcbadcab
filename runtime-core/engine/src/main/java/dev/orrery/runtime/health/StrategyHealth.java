package dev.orrery.runtime.health;

import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a strategy is asked. One failure skips the next 3 ticks, the next failure 6, then 12, 24,
 * 48, at most 64 or as it is told; one good tick clears it. Thread-safe.
 */
public final class StrategyHealth {
  private static final int FIRST_SKIPS = 3;

  /** Most ticks skipped after a failure, unless it is told otherwise. */
  public static final int MOST_SKIPS = 64;

  private volatile int mostSkips = MOST_SKIPS;
  private volatile LongSupplier clock = () -> 0;

  private int penalty;
  private int skipsLeft;
  private int failures;
  private long since;
  private @Nullable String cause;

  /** Nothing is wrong: what nearly every tick finds, and all it needs to know. */
  private volatile boolean good = true;

  /**
   * How it judges from here on.
   *
   * @param most ticks skipped after a failure at most; 0 for none
   * @param nowMillis the market's time
   */
  public void judge(int most, LongSupplier nowMillis) {
    mostSkips = most;
    clock = nowMillis;
  }

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
    if (good) {
      since = clock.getAsLong();
    }
    penalty = Math.min(mostSkips, penalty == 0 ? FIRST_SKIPS : penalty * 2);
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
    return new Standing(
        good, skipsLeft, failures, cause, good ? null : Instant.ofEpochMilli(since));
  }

  /**
   * How a strategy stands.
   *
   * @param healthy whether the last decision was good
   * @param skipsLeft ticks still to be skipped
   * @param failures failures in a row
   * @param cause of the last one; null when healthy
   * @param since when the first of them was, by the market's time; null when healthy
   */
  public record Standing(
      boolean healthy,
      int skipsLeft,
      int failures,
      @Nullable String cause,
      @Nullable Instant since) {
    /** For people: {@code 2 failures since 2013-11-25T12:00:00Z, skips 5 more ticks: cause}. */
    @Override
    public String toString() {
      if (healthy) {
        return "healthy";
      }
      return (failures == 1 ? "1 failure at " : failures + " failures since ")
          + since
          + ", "
          + (skipsLeft == 1 ? "skips 1 more tick: " : "skips " + skipsLeft + " more ticks: ")
          + cause;
    }
  }
}
