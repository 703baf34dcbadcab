package dev.orrery.runtime.isolation;

import java.util.concurrent.TimeUnit;

/** Lets through so many a second and counts the rest. Thread-safe. */
public final class RateLimit {
  private final int perSecond;
  private boolean begun;
  private long windowStart;
  private int used;
  private long dropped;

  /** So many. */
  public RateLimit(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Whether one more may pass at this nano time. */
  public synchronized boolean pass(long nanos) {
    roll(nanos);
    if (used < perSecond) {
      used++;
      return true;
    }
    dropped++;
    return false;
  }

  /** How many were dropped in windows that are over; counts each once. */
  public synchronized long takeDropped(long nanos) {
    if (begun && nanos - windowStart < TimeUnit.SECONDS.toNanos(1)) {
      return 0;
    }
    long taken = dropped;
    dropped = 0;
    return taken;
  }

  private void roll(long nanos) {
    if (!begun || nanos - windowStart >= TimeUnit.SECONDS.toNanos(1)) {
      begun = true;
      windowStart = nanos;
      used = 0;
    }
  }
}
