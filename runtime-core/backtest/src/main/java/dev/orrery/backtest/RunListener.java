package dev.orrery.backtest;

import dev.orrery.broker.paper.TakenFills;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.market.MarketEvent;

/**
 * Hears everything of one run that its figures are made of, for whoever makes more of it: a report.
 * Called by the threads that play the market and decide, never by two at once on a simulated
 * timeline; must not block, and can change nothing.
 */
public interface RunListener extends TakenFills {
  /**
   * Before the first row.
   *
   * @param from when the first row happens, epoch milliseconds
   * @param to when the last one does
   */
  void begins(long from, long to);

  /** A row of the market, after the broker has filled what it meets and before anybody decides. */
  void row(MarketEvent event);

  /** All rows of an instant have been told, and nobody has decided on them yet. */
  void settled();

  /** What was appended to the journal, in order. */
  void entry(JournalEntry entry);

  /** After the last decision. */
  void ends();
}
