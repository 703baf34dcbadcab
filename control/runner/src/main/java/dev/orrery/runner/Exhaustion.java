package dev.orrery.runner;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the heap is so full that the process must end. Made before there is a need, and takes no
 * memory when there is. Thread-safe.
 */
final class Exhaustion {
  private volatile @Nullable String cause;

  /** It is; the first cause stays. */
  synchronized void found(String why) {
    if (cause == null) {
      cause = why;
      notifyAll();
    }
  }

  /** Why; empty while it need not end. */
  Optional<String> cause() {
    return Optional.ofNullable(cause);
  }

  boolean isFound() {
    return cause != null;
  }

  /** Returns once it is. */
  synchronized void await() throws InterruptedException {
    while (cause == null) {
      wait();
    }
  }
}
