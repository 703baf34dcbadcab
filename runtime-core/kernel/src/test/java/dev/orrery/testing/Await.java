package dev.orrery.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a deadline. */
public final class Await {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final long FIRST_LOOK_NANOS = 1_000_000;

  /** What is not there at once takes a while, and looking may cost a question to a database. */
  private static final long LAST_LOOK_NANOS = 50_000_000;

  private Await() {}

  /** Waits for at most 60 s. */
  public static void until(BooleanSupplier condition) {
    until(condition, DEADLINE);
  }

  /** Waits until the condition holds; fails at the deadline. */
  public static void until(BooleanSupplier condition, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    long look = FIRST_LOOK_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("the condition did not hold within " + deadline);
      }
      LockSupport.parkNanos(look);
      look = Math.min(look + look / 2, LAST_LOOK_NANOS);
    }
  }
}
