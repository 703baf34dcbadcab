package dev.orrery.runtime.isolation;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What somebody has allocated lately, in bytes, the older the less. Adding is one atomic addition;
 * what was added begins to be forgotten when somebody calls {@link #age}. Thread-safe.
 */
public final class AllocationTally {
  private final AtomicLong fresh = new AtomicLong();
  private final DecayingSum sum;

  /**
   * Nothing yet.
   *
   * @param halfLife after which what was added counts half as much
   */
  public AllocationTally(Duration halfLife) {
    sum = new DecayingSum(halfLife);
  }

  /** Adds what was allocated since the last time. */
  public void add(long bytes) {
    fresh.addAndGet(bytes);
  }

  /** Lets what was added begin to be forgotten; to be called every second or so. */
  public void age(long nanos) {
    long added = fresh.getAndSet(0);
    if (added != 0) {
      sum.add(added, nanos);
    }
  }

  /** All of it, at a nano time. */
  public double at(long nanos) {
    age(nanos);
    return sum.at(nanos);
  }
}
