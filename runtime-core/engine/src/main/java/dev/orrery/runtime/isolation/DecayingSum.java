package dev.orrery.runtime.isolation;

import java.time.Duration;

/** A sum that forgets: what was added counts half as much after each half-life. Thread-safe. */
public final class DecayingSum {
  private final double halfLifeNanos;
  private double sum;
  private long at;

  /** Nothing yet. */
  public DecayingSum(Duration halfLife) {
    this.halfLifeNanos = halfLife.toNanos();
  }

  /** Adds at a nano time. */
  public synchronized void add(long amount, long nanos) {
    sum = decayed(nanos) + amount;
    at = nanos;
  }

  /** The sum at a nano time. */
  public synchronized double at(long nanos) {
    return decayed(nanos);
  }

  /** Forgets everything. */
  public synchronized void clear() {
    sum = 0;
  }

  private double decayed(long nanos) {
    return sum == 0 ? 0 : sum * Math.pow(0.5, Math.max(0, nanos - at) / halfLifeNanos);
  }
}
