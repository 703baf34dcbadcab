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
 * two steps or while it waits for the next one.
 */
public final class PacedTimeline extends SteppedTimeline {
  /** Behind by more than this, the pace starts anew instead of catching up in a burst. */
  private static final long MAX_LAG_NANOS = 100_000_000L;

  private final double speed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean stopped;

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

  @Override
  public Alarm at(long epochMillis, Runnable task) {
    Alarm alarm = alarms.add(epochMillis, task);
    wake();
    return alarm;
  }

  /** Waits no more: every later step happens at once. Used to end. */
  public void stopPacing() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Runs alarms that are due now; what a feed that has come to its end calls while it idles. */
  public void idle(long maxMillis) {
    waitUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxMillis));
  }

  @Override
  void awaitPace(long epochMillis) {
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
      return;
    }
    waitUntil(due);
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void waitUntil(long dueNanos) {
    while (true) {
      AlarmQueue.Entry ready = alarms.poll(nowMillis());
      if (ready != null) {
        run(ready.task);
        continue;
      }
      lock.lock();
      try {
        long left = dueNanos - System.nanoTime();
        if (stopped || left <= 0) {
          return;
        }
        if (alarms.firstDue() > nowMillis()) {
          changed.awaitNanos(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        lock.unlock();
      }
    }
  }
}
