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

  private final ScheduledThreadPoolExecutor thread;

  /** Nothing to do yet, on a thread of this name. */
  public Housekeeping(String name) {
    thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Does something after a while, and then again and again. */
  public void every(String what, Duration first, Duration period, Runnable task) {
    thread.scheduleWithFixedDelay(
        new Task(what, task), first.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
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

  /** Says once that it fails, and once that it works again. Confined to the thread. */
  private static final class Task implements Runnable {
    private final String what;
    private final Runnable work;
    private boolean failing;

    Task(String what, Runnable work) {
      this.what = what;
      this.work = work;
    }

    @Override
    public void run() {
      try {
        work.run();
        if (failing) {
          failing = false;
          LOG.info("Works again what={}", what);
        }
      } catch (RuntimeException | Error e) { // memory that a plugin took comes back
        if (!failing) {
          failing = true;
          LOG.warn("Will try again what={} cause={}", what, firstLine(e));
        }
      }
    }

    private static String firstLine(Throwable failure) {
      return failure.toString().lines().findFirst().orElse("");
    }
  }
}
