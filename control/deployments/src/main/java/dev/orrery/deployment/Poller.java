package dev.orrery.deployment;

import dev.orrery.kernel.Unfailing;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Does one thing again and again on a thread of its own: when woken, and at the latest after a
 * while. Waking many times before it comes to it counts once. What it throws is logged.
 */
final class Poller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

  private final Semaphore wakes = new Semaphore(1);
  private final Duration period;
  private final Runnable task;
  private final Thread thread;
  private volatile boolean closed;

  private Poller(String name, Duration period, Runnable task) {
    this.period = period;
    this.task = task;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  static Poller start(String name, Duration period, Runnable task) {
    Poller poller = new Poller(name, period, task);
    poller.thread.start();
    return poller;
  }

  void wake() {
    wakes.release();
  }

  @Override
  public void close() {
    closed = true;
    wake();
    if (thread.equals(Thread.currentThread())) {
      return;
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean failing = false;
    while (await()) {
      try {
        task.run();
        failing = false;
      } catch (RuntimeException e) {
        LOG.atLevel(failing ? Level.DEBUG : Level.WARN)
            .log("will try again task={} cause={}", thread.getName(), e.toString());
        failing = true;
      } catch (Error e) { // memory that a plugin took comes back
        Unfailing.error(LOG, "will try again", e);
      }
    }
  }

  private boolean await() {
    try {
      boolean woken = wakes.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS);
      int more = wakes.drainPermits();
      LOG.trace("looks task={} woken={} more={}", thread.getName(), woken, more);
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
