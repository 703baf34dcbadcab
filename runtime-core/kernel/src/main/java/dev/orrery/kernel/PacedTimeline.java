package dev.orrery.kernel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A recorded market at a chosen speed. What happens on it is what happens on a {@link
 * SimulatedTimeline}, in the same order; only the feed's thread waits before each step until the
 * wall clock has caught up. Whoever is late delays the rows behind: time is not made up for.
 *
 * <p>An alarm set by another thread for a time already reached runs on the feed's thread, between
 * two steps or while it waits for the next one; one for a time before the next step runs at its
 * time.
 */
public final class PacedTimeline extends SteppedTimeline {
  /** Behind by more than this, the pace starts anew instead of catching up in a burst. */
  private static final long MAX_LAG_NANOS = 100_000_000L;

  private final double speed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean stopped;

  private long originMillis;
  private long originNanos;
  private boolean begun;

  /**
   * Starts at an instant.
   *
   * @param startMillis epoch milliseconds
   * @param speed timeline seconds a wall second; greater than zero
   */
  public PacedTimeline(long startMillis, double speed) {
    super(startMillis);
    if (!(speed > 0) || !Double.isFinite(speed)) {
      throw new IllegalArgumentException("speed must be greater than zero: " + speed);
    }
    this.speed = speed;
    this.originMillis = startMillis;
  }

  @Override
  public Kind kind() {
    return Kind.PACED;
  }

  /**
   * Ends: a step that waits gives up, later ones do nothing, no alarm runs any more. Any thread.
   */
  public void stop() {
    stopped = true;
    added();
  }

  /** Runs alarms that are due now; what a feed that has come to its end calls while it idles. */
  public void idle(long maxMillis) {
    long now = nowMillis();
    waitUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxMillis), now);
  }

  @Override
  void added() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  Wait await(long epochMillis) {
    long nanos = System.nanoTime();
    if (!begun) {
      begun = true;
      originNanos = nanos;
      originMillis = nowMillis();
    }
    long due = originNanos + (long) ((epochMillis - originMillis) * 1_000_000.0 / speed);
    if (due - nanos < -MAX_LAG_NANOS) {
      originMillis = epochMillis;
      originNanos = nanos;
    }
    return waitUntil(due, epochMillis);
  }

  private Wait waitUntil(long dueNanos, long epochMillis) {
    long now = nowMillis();
    while (true) {
      if (!stopped && alarms.firstDue() <= now) {
        runDue(now);
      }
      lock.lock();
      try {
        if (stopped) {
          return Wait.ENDED;
        }
        long firstDue = alarms.firstDue();
        if (firstDue <= now) {
          continue;
        }
        if (firstDue < epochMillis) {
          return Wait.OVERTAKEN;
        }
        long left = dueNanos - System.nanoTime();
        if (left <= 0) {
          return Wait.REACHED;
        }
        changed.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Wait.ENDED;
      } finally {
        lock.unlock();
      }
    }
  }
}
