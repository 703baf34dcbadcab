package dev.orrery.runtime;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.tick.Preview;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs a preview on a thread that ends with it: what a strategy leaves in the thread it decides on
 * must not stay in a caller's, where it would keep the strategy's classes.
 */
final class PreviewThread {
  private PreviewThread() {}

  static Preview run(Callable<Preview> preview) {
    FutureTask<Preview> task = new FutureTask<>(preview);
    Thread.ofPlatform()
        .daemon()
        .name("orrery-preview")
        .inheritInheritableThreadLocals(false)
        .start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ProblemException problem -> throw problem;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException("a preview failed", e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          Problem.refused("the preview", "was not waited for: interrupted", ""), e);
    }
  }
}
