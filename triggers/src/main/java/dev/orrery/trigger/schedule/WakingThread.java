package dev.orrery.trigger.schedule;

import dev.orrery.kernel.Unfailing;
import org.jspecify.annotations.Nullable;
import org.quartz.spi.ThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of one thread for Quartz, which makes it by name: public for that alone. Quartz's own pool
 * takes half a second to end; this one ends at once.
 */
public final class WakingThread implements ThreadPool {
  private static final Logger LOG = LoggerFactory.getLogger(WakingThread.class);

  private final Object lock = new Object();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("orrery-marks").unstarted(this::work);

  /** Taken up or not. Guarded by the lock. */
  private @Nullable Runnable task;

  private boolean ended;

  /** Made by Quartz. */
  public WakingThread() {}

  @Override
  public void initialize() {
    thread.start();
  }

  @Override
  public boolean runInThread(Runnable runnable) {
    synchronized (lock) {
      awaitIdle();
      if (ended) {
        return false;
      }
      task = runnable;
      lock.notifyAll();
      return true;
    }
  }

  @Override
  public int blockForAvailableThreads() {
    synchronized (lock) {
      awaitIdle();
      return ended ? 0 : 1;
    }
  }

  @Override
  public void shutdown(boolean waitForJobsToComplete) {
    synchronized (lock) {
      ended = true;
      lock.notifyAll();
    }
    if (!waitForJobsToComplete) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int getPoolSize() {
    return 1;
  }

  @Override
  public void setInstanceId(String schedulerInstanceId) {
    // Names nothing here.
  }

  @Override
  public void setInstanceName(String schedulerName) {
    // Names nothing here.
  }

  private void awaitIdle() {
    while (task != null && !ended) {
      try {
        lock.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Quartz's tasks catch what jobs throw. */
  private void work() {
    while (true) {
      Runnable taken;
      synchronized (lock) {
        while (task == null && !ended) {
          try {
            lock.wait();
          } catch (InterruptedException e) {
            return;
          }
        }
        if (ended) {
          return;
        }
        taken = task;
      }
      if (taken != null) {
        try {
          taken.run();
        } catch (RuntimeException | Error e) { // memory that a plugin took comes back
          Unfailing.error(LOG, "A mark could not be handed on", e);
        }
      }
      synchronized (lock) {
        task = null;
        lock.notifyAll();
      }
    }
  }
}
