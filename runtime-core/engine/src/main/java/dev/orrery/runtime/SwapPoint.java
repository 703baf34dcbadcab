package dev.orrery.runtime;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The moment between two events of the market. On a simulated or paced timeline that is a task of
 * the thread that drives it, so that no decision it waits for is under way; on the wall, where
 * decisions never stand still, a task of its thread. When the market has ended nobody drives it any
 * more, and the caller does it. Thread-safe.
 */
final class SwapPoint {
  private static final long LOOK_MILLIS = 20;

  private final Timeline timeline;
  private final MarketRun market;
  private final BooleanSupplier closing;

  SwapPoint(Timeline timeline, MarketRun market, BooleanSupplier closing) {
    this.timeline = timeline;
    this.market = market;
    this.closing = closing;
  }

  /** Whether the calling thread drives the market: then it is between two events itself. */
  boolean isHere() {
    return market.isOn(Thread.currentThread());
  }

  /**
   * Does something there, and returns when it is done.
   *
   * @throws ProblemException when the runtime closes or the caller is interrupted first; it was not
   *     begun then
   * @throws IllegalStateException when it failed
   */
  void run(Runnable change) {
    Step step = new Step(change);
    if (isHere()) {
      step.run();
    } else {
      timeline.at(timeline.nowMillis(), step);
    }
    boolean interrupted = false;
    try {
      while (!step.isDone()) {
        interrupted |= waitFor(step);
        if ((closing.getAsBoolean() || interrupted) && step.forget()) {
          throw new ProblemException(
              Problem.refused("the runtime", "is closing", "start it again with the jars wanted"));
        }
        if (market.hasEnded()) {
          step.run();
        }
      }
      step.result();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits a moment; whether the caller was interrupted meanwhile. */
  private static boolean waitFor(Step step) {
    try {
      step.done.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Something that is done once, by whoever comes first. */
  private static final class Step implements Runnable {
    private final Runnable change;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    Step(Runnable change) {
      this.change = change;
    }

    @Override
    public void run() {
      if (!taken.compareAndSet(false, true)) {
        return;
      }
      try {
        change.run();
        done.complete(true);
      } catch (RuntimeException | Error e) {
        done.completeExceptionally(e);
      }
    }

    /** Whether it is not going to be done any more. */
    boolean forget() {
      return taken.compareAndSet(false, true);
    }

    boolean isDone() {
      return done.isDone();
    }

    void result() {
      try {
        done.join();
      } catch (CompletionException e) {
        throw new IllegalStateException("a change of plugins broke off", e.getCause());
      }
    }
  }
}
