package dev.orrery.executor.journal;

import java.time.Duration;
import java.util.List;

/**
 * The executor's side of the one ordered journal. Thread-safe. {@link #append} never blocks and
 * does no I/O: a writer behind it flushes groups in order, and a group is durable whole or not at
 * all.
 */
public interface OrderJournal {
  /**
   * Appends a group for a deployment.
   *
   * @return its position, growing
   */
  long append(String deployment, List<? extends JournalEntry> group);

  /** Appends a group of one: what most groups of a backtest are. */
  default long append(String deployment, JournalEntry only) {
    return append(deployment, List.of(only));
  }

  /**
   * Waits until everything up to {@code position} is durable.
   *
   * @return where it is; {@link Receipt#NONE} when the time ran out
   */
  Receipt await(long position, Duration limit) throws InterruptedException;

  /**
   * The account's past, at boot, before the first append for it; it may begin with a standing that
   * sums up what came before.
   */
  AccountHistory history(String deployment);

  /** The same without standings, from the first entry on: for whom one cannot be read. */
  default AccountHistory wholeHistory(String deployment) {
    return history(deployment).withoutStandings();
  }

  /** Where a group is durable. */
  enum Receipt {
    /** In the database. */
    DATABASE,
    /** In the local spool, on disk, drained into the database later. */
    SPOOL,
    /** Not known to be durable. */
    NONE
  }
}
