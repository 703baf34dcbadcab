package dev.orrery.executor.journal;

import dev.orrery.kernel.Canonical;

/**
 * One fact of the journal. Immutable. Other modules add kinds of their own; who stores them
 * switches over the kinds it knows and refuses the others.
 */
public interface JournalEntry {
  /**
   * Its repeatable content: what must be the same when the same market is run again. Wall-clock
   * times, latencies and random ids stay out.
   */
  void describe(Canonical out);
}
