package dev.orrery.kernel;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The world's clock. The one place that reads it. A clock set back by the system shows as time
 * standing still. Tasks run on one thread of its own, until {@link #close}.
 */
public final class WallTimeline implements Timeline, AutoCloseable {
  private final Clock clock;
  private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);
  private final ScheduledThreadPoolExecutor tasks;

  /** The system's clock. */
  public WallTimeline() {
    this(Clock.systemUTC());
  }

  /** Another clock, for tests. */
  public WallTimeline(Clock clock) {
    this.clock = clock;
    this.tasks =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("orrery-timeline").factory());
    tasks.setRemoveOnCancelPolicy(true);
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
    long delay = Math.max(0, epochMillis - nowMillis());
    ScheduledFuture<?> future =
        tasks.schedule(() -> SteppedTimeline.run(task), delay, TimeUnit.MILLISECONDS);
    return () -> future.cancel(false);
  }

  /** Ends; tasks that wait are forgotten. */
  @Override
  public void close() {
    tasks.shutdownNow();
  }
}
