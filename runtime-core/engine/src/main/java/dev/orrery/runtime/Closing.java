package dev.orrery.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Runs every step of an end, whatever the ones before threw: the first failure is thrown at the
 * last, with the others suppressed in it. Confined to one thread.
 */
final class Closing {
  private @Nullable Throwable failure;

  /** A step; may throw anything. */
  interface Step {
    /** Does it. */
    void run() throws Exception;
  }

  void step(Step step) {
    try {
      step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(e);
    } catch (Exception | Error e) {
      failed(e);
    }
  }

  private void failed(Throwable thrown) {
    Throwable first = failure;
    if (first == null) {
      failure = thrown;
    } else if (!thrown.equals(first)) {
      first.addSuppressed(thrown);
    }
  }

  /** The end: another failure is under way, and what went wrong is added to it. */
  void suppressedIn(Throwable thrown) {
    Throwable first = failure;
    if (first != null && !first.equals(thrown)) {
      thrown.addSuppressed(first);
    }
  }

  /** The end: throws what went wrong. */
  void done() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException("the runtime did not close whole", e);
    }
  }
}
