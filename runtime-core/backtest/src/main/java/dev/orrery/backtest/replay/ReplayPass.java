package dev.orrery.backtest.replay;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.recording.DecisionRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs many decisions again: one thread reads them, another decides, in their order. What cannot be
 * run, because its jar is gone, is counted and the rest goes on. Confined to the thread that calls.
 */
public final class ReplayPass {
  private final JarSource jars;
  private final @Nullable Path other;
  private final boolean tellAll;
  private final Consumer<Replayed> told;
  private final Map<Problem, Long> impossible = new LinkedHashMap<>();
  private long same;
  private long differing;
  private long notAsked;
  private long deciding;

  private ReplayPass(
      JarSource jars, @Nullable Path other, boolean tellAll, Consumer<Replayed> told) {
    this.jars = jars;
    this.other = other;
    this.tellAll = tellAll;
    this.told = told;
  }

  /** Gives decisions, one after the other. */
  @FunctionalInterface
  public interface Source {
    /** Gives all of them, on the calling thread. */
    void each(Consumer<DecisionRecord> consumer);
  }

  /**
   * What a pass came to.
   *
   * @param same decisions that came out as they were
   * @param different decisions that did not
   * @param notAsked decisions that were skipped: there was nothing to run
   * @param impossible why others could not be run, and how many
   * @param took all of it
   * @param deciding what making contexts, deciding and comparing took of it
   */
  public record Tally(
      long same,
      long different,
      long notAsked,
      Map<Problem, Long> impossible,
      Duration took,
      Duration deciding) {
    /** Copies. */
    public Tally {
      impossible = Collections.unmodifiableMap(new LinkedHashMap<>(impossible));
    }

    /** How many were run again. */
    public long replayed() {
      return same + different;
    }
  }

  /**
   * Runs all of a source.
   *
   * @param other a jar in place of those that decided; null for none
   * @param tellAll whether all are told, and not only those that did not come out as they were
   * @param told takes them, on another thread
   * @throws ProblemException when {@code other} does not fit, or a decision cannot be ended
   */
  public static Tally over(
      Source source, JarSource jars, @Nullable Path other, boolean tellAll, Consumer<Replayed> told)
      throws InterruptedException {
    return new ReplayPass(jars, other, tellAll, told).run(source);
  }

  private Tally run(Source source) throws InterruptedException {
    long started = System.nanoTime();
    Handover handover = new Handover();
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    Thread reader = start("orrery-replay-read", () -> handover.fill(source));
    Thread decider =
        start(
            "orrery-replay",
            () -> {
              try {
                decide(handover, done);
                done.complete(null);
              } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
              }
            });
    try {
      done.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException it -> throw it;
        case Error it -> throw it;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } finally {
      handover.end();
      reader.interrupt();
      decider.interrupt();
    }
    return new Tally(
        same,
        differing,
        notAsked,
        impossible,
        Duration.ofNanos(System.nanoTime() - started),
        Duration.ofNanos(deciding));
  }

  private static Thread start(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name(name).start(task);
  }

  private void decide(Handover handover, CompletableFuture<@Nullable Void> done) {
    List<DecisionRecord> under = new ArrayList<>(1);
    try (DecisionReplay replay =
        new DecisionReplay(jars, other, () -> done.completeExceptionally(stuck(under)))) {
      for (List<DecisionRecord> some = handover.next(); some != null; some = handover.next()) {
        long began = System.nanoTime();
        for (DecisionRecord decision : some) {
          under.clear();
          under.add(decision);
          one(replay, decision);
        }
        deciding += System.nanoTime() - began;
      }
    }
  }

  private void one(DecisionReplay replay, DecisionRecord decision) {
    if (!DecisionReplay.wasAsked(decision)) {
      notAsked++;
      return;
    }
    Replayed replayed;
    try {
      replayed = replay.run(decision);
    } catch (ProblemException e) {
      if (other != null) {
        throw e;
      }
      impossible.merge(e.problems().getFirst(), 1L, Long::sum);
      return;
    }
    if (replayed.same()) {
      same++;
    } else {
      differing++;
    }
    if (tellAll || !replayed.same()) {
      told.accept(replayed);
    }
  }

  private static ProblemException stuck(List<DecisionRecord> under) {
    DecisionRecord decision = under.getFirst();
    return new ProblemException(
        Problem.refused(
            "decision " + decision.id(),
            "is over its deadline and cannot be ended: it is in a loop within the JDK, or waits"
                + " without end",
            "leave it out with --since"));
  }
}
