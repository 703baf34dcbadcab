package dev.orrery.executor;

import dev.orrery.executor.reconcile.Correction;
import java.time.Instant;
import java.util.List;

/**
 * One comparison of a book with its venue's report.
 *
 * @param at the venue's time, on the timeline
 * @param done what was put right
 * @param suspected differences that news in flight might explain: looked at again soon
 */
public record Reconciliation(Instant at, List<Correction> done, List<Correction> suspected) {
  /** Copies. */
  public Reconciliation {
    done = List.copyOf(done);
    suspected = List.copyOf(suspected);
  }

  /** Whether book and venue agreed on everything. */
  public boolean agreed() {
    return done.isEmpty() && suspected.isEmpty();
  }
}
