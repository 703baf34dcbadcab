package dev.orrery.runtime.tick;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform threads that enter plugin code. As many as {@code core} as long as they get through
 * their work; when tasks wait and none ends, more are added up to {@code max}, so that a few
 * strategies that hang do not hold up the others; back to {@code core} once the queue is empty.
 */
final class DecidePool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecidePool.class);

  private final int core;
  private final int max;
  private final ThreadPoolExecutor threads;
  private long completedAtLastLook;

  DecidePool(int core, int max) {
    this.core = core;
    this.max = Math.max(core, max);
    this.threads =
        new ThreadPoolExecutor(
            core,
            core,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("orrery-decide-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** Runs it on a thread of the pool; false when the pool is closed. */
  boolean execute(Runnable task) {
    try {
      threads.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("No thread any more for a tick", e);
      return false;
    }
  }

  /** Adds threads when the ones there are stand still. Called by the watchdog only. */
  void adjust() {
    long completed = threads.getCompletedTaskCount();
    int size = threads.getCorePoolSize();
    if (threads.getQueue().isEmpty()) {
      if (size > core && threads.getActiveCount() < core) {
        threads.setCorePoolSize(core);
        threads.setMaximumPoolSize(core);
      }
    } else if (completed == completedAtLastLook && size < max) {
      int wanted = Math.min(max, size + core);
      threads.setMaximumPoolSize(wanted);
      threads.setCorePoolSize(wanted);
      LOG.debug("Decide pool grows threads={}", wanted);
    }
    completedAtLastLook = completed;
  }

  /** Threads inside a tick now. */
  int active() {
    return threads.getActiveCount();
  }

  /** Threads there are. */
  int size() {
    return threads.getPoolSize();
  }

  /** Firings that wait for a thread. */
  int waiting() {
    return threads.getQueue().size();
  }

  /** Interrupts what runs and waits a moment. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
        threads.shutdownNow();
        if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
          LOG.warn("Threads still inside plugin code are left behind count={}", active());
        }
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
