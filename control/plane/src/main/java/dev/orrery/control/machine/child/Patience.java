package dev.orrery.control.machine.child;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what the system does not tell us about, on the process clock. */
final class Patience {
  private static final long LOOK_EVERY_NANOS = 5_000_000;

  /** Something that may be so. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException;
  }

  private Patience() {}

  /** True as soon as it is so, false when it was not in time, or the thread is interrupted. */
  static boolean await(Duration atMost, Condition condition) throws IOException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    return true;
  }
}
