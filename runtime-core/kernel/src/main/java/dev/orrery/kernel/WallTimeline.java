package dev.orrery.kernel;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The world's clock. The one place that reads it. A clock set back by the system shows as time
 * standing still. Tasks run on one thread of its own, until {@link #close}.
 */
public final class WallTimeline implements Timeline, AutoCloseable {
  /** A clock that is set forward is noticed within this. */
  private static final long MAX_SLEEP_MILLIS = 1_000;

  private final Clock clock;
  private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);
  private final AlarmQueue alarms = new AlarmQueue();
  private final Object changed = new Object();
  private final Thread thread;
  private boolean closed;

  /** The system's clock. */
  public WallTimeline() {
    this(Clock.systemUTC());
  }

  /** Another clock, for tests. */
  public WallTimeline(Clock clock) {
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("orrery-timeline").start(this::runAlarms);
  }

  @Override
  public Kind kind() {
    return Kind.WALL;
  }

  @Override
  public long nowMillis() {
    return latest.accumulateAndGet(clock.millis(), Math::max);
  }

  /** The clock with all the digits it has, for lateness; may go back. */
  public Instant precise() {
    return clock.instant();
  }

  @Override
  public Alarm at(long epochMillis, Runnable task) {
    return add(epochMillis, false, task);
  }

  @Override
  public Alarm ahead(long epochMillis, Runnable task) {
    return add(epochMillis, true, task);
  }

  /** Ends; tasks that wait are forgotten, one that runs is interrupted. */
  @Override
  public void close() {
    synchronized (changed) {
      closed = true;
      changed.notifyAll();
    }
    if (!thread.equals(Thread.currentThread())) {
      thread.interrupt();
    }
  }

  private Alarm add(long epochMillis, boolean ahead, Runnable task) {
    synchronized (changed) {
      Alarm alarm = alarms.add(epochMillis, ahead, task);
      changed.notifyAll();
      return alarm;
    }
  }

  private void runAlarms() {
    try {
      while (awaitDue()) {
        AlarmQueue.Entry entry = alarms.poll(nowMillis());
        if (entry != null) {
          SteppedTimeline.run(entry.task);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a task is due; false when closed. */
  private boolean awaitDue() throws InterruptedException {
    synchronized (changed) {
      while (!closed) {
        long left = alarms.firstDue() - nowMillis();
        if (left <= 0) {
          return true;
        }
        changed.wait(Math.min(left, MAX_SLEEP_MILLIS));
      }
      return false;
    }
  }
}
