package dev.orrery.runner.http;

import dev.orrery.api.Trigger;
import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.RuntimeListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What became of the latest firings by hand, for whoever asked for one and waits. Thread-safe.
 *
 * <p>Facts may be lost and are gone after a restart: what is not heard of in a moment is looked up
 * in the journal.
 */
public final class ManualVerdicts implements RuntimeListener {
  private static final int REMEMBERED = 1_000;
  private static final long LOOK_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /**
   * What became of one.
   *
   * @param verdict as the journal writes it
   * @param reasons why: its own reasons, denials, or why it was not asked
   * @param outcomes the broker's answers
   */
  record Outcome(String verdict, List<String> reasons, List<String> outcomes) {
    /** Copies. */
    Outcome {
      reasons = List.copyOf(reasons);
      outcomes = List.copyOf(outcomes);
    }
  }

  private final Map<String, Outcome> latest = new LinkedHashMap<>();

  /** Nothing has been fired yet. */
  public ManualVerdicts() {}

  @Override
  public void on(RuntimeFact fact) {
    if (fact instanceof RuntimeFact.Decided it
        && it.decision().firing().trigger() instanceof Trigger.Manual) {
      synchronized (latest) {
        latest.put(
            it.decision().id(),
            new Outcome(it.verdict().text(), it.decision().reasons(), it.outcomes()));
        if (latest.size() > REMEMBERED) {
          latest.remove(latest.keySet().iterator().next());
        }
        latest.notifyAll();
      }
    }
  }

  /**
   * Waits for what becomes of a decision; empty when that is not known in time.
   *
   * @param journal finds it there, or not (yet)
   */
  Optional<Outcome> await(String decision, Duration longest, Supplier<Optional<Outcome>> journal)
      throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      Optional<Outcome> heard = await(decision, Math.min(end, System.nanoTime() + LOOK_UP_NANOS));
      if (heard.isPresent()) {
        return heard;
      }
      Optional<Outcome> kept = journal.get();
      if (kept.isPresent() || System.nanoTime() - end >= 0) {
        return kept;
      }
    }
  }

  private Optional<Outcome> await(String decision, long end) throws InterruptedException {
    synchronized (latest) {
      while (!latest.containsKey(decision) && end - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(latest, end - System.nanoTime());
      }
      return Optional.ofNullable(latest.get(decision));
    }
  }
}
