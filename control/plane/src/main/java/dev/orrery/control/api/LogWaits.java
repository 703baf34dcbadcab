package dev.orrery.control.api;

import dev.orrery.deployment.LogTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Holds requests until a log goes on. Each that is held keeps a worker of the port, so a few are at
 * a time, and fewer of one user; the others are answered at once with nothing and ask again a
 * little later. Thread-safe.
 */
final class LogWaits implements AutoCloseable {
  /** The longest that a request may ask to be held. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final int AT_A_TIME = 12;
  private static final int OF_A_USER = 4;
  private static final long LOOK_AGAIN_MILLIS = 200;

  private final Semaphore all = new Semaphore(AT_A_TIME);
  private final Map<UUID, Integer> held = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Looks until there is something.
   *
   * @param look finds no lines while there is nothing new
   * @return what was found; empty when nothing came, when too many are held, and when this ends
   */
  List<LogTable.Line> until(UUID user, Duration atMost, Supplier<List<LogTable.Line>> look) {
    List<LogTable.Line> found = look.get();
    if (!found.isEmpty() || !atMost.isPositive() || !enter(user)) {
      return found;
    }
    try {
      long end = System.nanoTime() + atMost.toNanos();
      while (found.isEmpty()
          && System.nanoTime() - end < 0
          && !closed.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        found = look.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(user);
    }
    return found;
  }

  private boolean enter(UUID user) {
    if (!all.tryAcquire()) {
      return false;
    }
    if (held.merge(user, 1, Integer::sum) > OF_A_USER) {
      leave(user);
      return false;
    }
    return true;
  }

  private void leave(UUID user) {
    held.merge(user, -1, Integer::sum);
    held.remove(user, 0);
    all.release();
  }

  /** Lets all go; from now on nobody is held. */
  @Override
  public void close() {
    closed.countDown();
  }
}
