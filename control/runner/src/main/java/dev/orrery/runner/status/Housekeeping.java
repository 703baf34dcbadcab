package dev.orrery.runner.status;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done again and again beside the ticks, on one thread. What fails is tried again
 * the next time. Thread-safe.
 */
public final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("orrery-housekeeping").factory());

  /** Nothing to do yet. */
  public Housekeeping() {
    thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Does something after a while, and then again and again. */
  public void every(String what, Duration first, Duration period, Runnable task) {
    thread.scheduleWithFixedDelay(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            LOG.warn("Will try again what={} cause={}", what, e.toString());
          }
        },
        first.toMillis(),
        period.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Ends; what is being done is waited for a moment. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.warn("Housekeeping is still at work");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
