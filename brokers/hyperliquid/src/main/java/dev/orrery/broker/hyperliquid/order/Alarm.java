package dev.orrery.broker.hyperliquid.order;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs what is to be done later, one after the other. */
interface Alarm extends AutoCloseable {
  /** Has something done; false when nothing is done any more. */
  boolean after(long nanos, Runnable task);

  @Override
  void close();

  /** On a thread of its own. */
  final class OfThread implements Alarm {
    private final ScheduledExecutorService worker;

    OfThread(String name) {
      worker =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name(name).factory());
    }

    @Override
    public boolean after(long nanos, Runnable task) {
      try {
        worker.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return true;
      } catch (RejectedExecutionException e) {
        return false;
      }
    }

    @Override
    public void close() {
      worker.shutdownNow();
    }
  }
}
