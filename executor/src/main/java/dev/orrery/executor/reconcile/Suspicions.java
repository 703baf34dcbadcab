package dev.orrery.executor.reconcile;

import dev.orrery.executor.reconcile.Correction.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Differences that were seen and not put right, because news in flight might explain them. A
 * difference is sure when it is seen again unchanged after the settling time, or when its subject
 * has differed, however much, in {@value #PATIENCE} reports over twice that time: a book that goes
 * on drifting on a busy account never differs by the same twice. Confined to its reconciler's lock.
 */
public final class Suspicions {
  private static final int PATIENCE = 3;

  private final Duration settleTime;
  private Map<Subject, Suspicion> known = new HashMap<>();

  /**
   * None yet.
   *
   * @param settleTime age from which news cannot be in flight any more
   */
  public Suspicions(Duration settleTime) {
    this.settleTime = settleTime;
  }

  /** Whether there are any. */
  public boolean isEmpty() {
    return known.isEmpty();
  }

  /** What is sure in a report of this moment. */
  public Predicate<Sighting> sureAt(Instant at) {
    return sighting -> {
      Suspicion before = known.get(Subject.of(sighting));
      if (before == null) {
        return false;
      }
      boolean same =
          before.difference().equals(sighting.difference())
              && !at.isBefore(before.since().plus(settleTime));
      boolean often =
          before.reports() >= PATIENCE - 1
              && !at.isBefore(before.first().plus(settleTime.multipliedBy(2)));
      return same || often;
    };
  }

  /** Keeps what a report of this moment left open, and nothing else; answers it. */
  public List<Correction> keep(List<Correction> found, Instant at) {
    Map<Subject, Suspicion> next = new HashMap<>();
    List<Correction> open = new ArrayList<>();
    for (Correction correction : found) {
      if (correction.entries().isEmpty()) {
        open.add(correction);
        Sighting sighting = correction.sighting();
        Subject subject = Subject.of(sighting);
        Suspicion before = known.get(subject);
        next.put(subject, Suspicion.after(before, sighting.difference(), at));
      }
    }
    known = next;
    return open;
  }

  private record Subject(Correction.Kind kind, String name) {
    static Subject of(Sighting sighting) {
      return new Subject(sighting.kind(), sighting.subject());
    }
  }

  /**
   * One of them.
   *
   * @param difference as it was seen last
   * @param since when that was first seen
   * @param first when the subject was first seen to differ
   * @param reports in how many reports
   */
  private record Suspicion(String difference, Instant since, Instant first, int reports) {
    static Suspicion after(@Nullable Suspicion before, String difference, Instant at) {
      if (before == null) {
        return new Suspicion(difference, at, at, 1);
      }
      boolean same = before.difference().equals(difference);
      return new Suspicion(
          difference, same ? before.since() : at, before.first(), before.reports() + 1);
    }
  }
}
