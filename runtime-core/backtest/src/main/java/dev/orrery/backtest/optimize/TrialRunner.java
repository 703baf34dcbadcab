package dev.orrery.backtest.optimize;

import dev.orrery.backtest.Backtest;
import dev.orrery.backtest.LoadedBacktest;
import dev.orrery.backtest.Measured;
import dev.orrery.backtest.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs trials on some threads, each with the jar loaded for itself, all over the same columns. What
 * comes out does not depend on how many there are. Confined to one thread.
 */
final class TrialRunner {
  private final Backtest backtest;
  private final int threads;
  private final Progress progress;
  private final long all;
  private long done;

  /**
   * A runner.
   *
   * @param progress told after each trial, by whichever thread ran it, one at a time
   * @param all how many trials there will be
   */
  TrialRunner(Backtest backtest, int threads, Progress progress, long all) {
    this.backtest = backtest;
    this.threads = threads;
    this.progress = progress;
    this.all = all;
  }

  /** Scores by trial, in the order given; what the file knows is not run again. */
  Map<Trial, Score> scores(List<Trial> trials, @Nullable ResultsFile kept) {
    Map<Trial, Score> scores = new ConcurrentHashMap<>();
    List<Trial> open = new ArrayList<>();
    for (Trial trial : trials) {
      Score known = kept == null ? null : kept.find(trial);
      if (known == null) {
        open.add(trial);
      } else {
        scores.put(trial, known);
        counted();
      }
    }
    each(
        open,
        (loaded, trial) -> {
          Score score = score(loaded, trial);
          scores.put(trial, score);
          if (kept != null) {
            kept.add(trial, score);
          }
        });
    Map<Trial, Score> ordered = new LinkedHashMap<>();
    trials.forEach(trial -> ordered.put(trial, scores.get(trial)));
    return ordered;
  }

  /** Whole results by trial; null for one that failed. */
  Map<Trial, @Nullable Measured> results(List<Trial> trials) {
    Map<Trial, Measured> results = new ConcurrentHashMap<>();
    each(trials, (loaded, trial) -> results.put(trial, run(loaded, trial)));
    Map<Trial, @Nullable Measured> ordered = new LinkedHashMap<>();
    trials.forEach(trial -> ordered.put(trial, results.get(trial)));
    return ordered;
  }

  private static Score score(LoadedBacktest loaded, Trial trial) {
    try {
      return Score.of(run(loaded, trial));
    } catch (RuntimeException e) {
      return Score.failed(String.valueOf(e.getMessage()));
    }
  }

  private static Measured run(LoadedBacktest loaded, Trial trial) {
    return loaded.run(trial.parameters(), trial.from(), trial.until());
  }

  private synchronized void counted() {
    progress.at(++done, all);
  }

  private interface Work {
    void on(LoadedBacktest loaded, Trial trial);
  }

  private void each(List<Trial> trials, Work work) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable worker =
        () -> {
          try (LoadedBacktest loaded = backtest.load()) {
            for (int i = next.getAndIncrement();
                i < trials.size() && failure.get() == null;
                i = next.getAndIncrement()) {
              work.on(loaded, trials.get(i));
              counted();
            }
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
          }
        };
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, trials.size()); i++) {
      workers.add(Thread.ofPlatform().daemon().name("orrery-optimize-" + i).start(worker));
    }
    await(workers, failure);
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private static void await(List<Thread> workers, AtomicReference<@Nullable Throwable> failure) {
    try {
      for (Thread each : workers) {
        each.join();
      }
    } catch (InterruptedException e) {
      failure.compareAndSet(null, new IllegalStateException("interrupted", e));
      Thread.currentThread().interrupt();
    }
  }
}
