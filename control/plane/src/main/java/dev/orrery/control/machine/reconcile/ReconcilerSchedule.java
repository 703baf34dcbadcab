package dev.orrery.control.machine.reconcile;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rounds, one after the other, on a thread of their own. A round that fails is not the last. */
public final class ReconcilerSchedule implements AutoCloseable {
  /** How often. */
  public static final Duration EVERY = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(ReconcilerSchedule.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("machine-reconciler").factory());

  /** Begins at once. */
  public ReconcilerSchedule(Reconciler reconciler, Duration every) {
    thread.scheduleWithFixedDelay(
        () -> {
          try {
            reconciler.round();
          } catch (RuntimeException e) {
            LOG.warn("machines could not be held against rows; the next round tries again", e);
          }
        },
        0,
        every.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Ends after the round under way. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
