package dev.orrery.runner;

import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks that run beside the thread that boots. Closing waits for all of them, so that what a task
 * opens is known before anything is closed. Confined to one thread.
 */
final class Beside implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Beside.class);

  private final List<Thread> threads = new ArrayList<>();

  /** Starts one; what it supplies, or throws, comes when it is asked for. Any thread may ask. */
  <T> Supplier<T> start(String name, Supplier<T> task) {
    FutureTask<T> future =
        new FutureTask<>(() -> {
          long begin = System.nanoTime();
          T result = task.get();
          LOG.debug("opened {} millis={}", name, (System.nanoTime() - begin) / 1_000_000);
          return result;
        });
    threads.add(Thread.ofPlatform().daemon().name("orrery-boot-" + name).start(future));
    return () -> result(future);
  }

  @Override
  public void close() {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ProblemException problem -> throw new ProblemException(problem.problems(), problem);
        case RuntimeException failure -> throw new CompletionException(failure);
        case null, default -> throw new CompletionException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while booting", e);
    }
  }
}
