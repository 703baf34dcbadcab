package dev.orrery.runtime.recording;

import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.journal.MemoryJournal;
import dev.orrery.executor.journal.OrderJournal;
import java.time.Duration;
import java.util.List;

/**
 * A journal in memory that keeps what accounts are folded from and lets the rest go: decisions with
 * all they read, state, log lines, candles. Nobody could ask for them. So it grows by some hundred
 * bytes with an order or fill, and not at all with a decision that does nothing. Thread-safe.
 */
public final class AccountsJournal implements OrderJournal {
  private final MemoryJournal entries = new MemoryJournal();

  /** Empty. */
  public AccountsJournal() {}

  @Override
  public long append(String deployment, List<? extends JournalEntry> group) {
    return entries.append(
        deployment, group.stream().filter(AccountEntry.class::isInstance).toList());
  }

  @Override
  public Receipt await(long position, Duration limit) {
    return entries.await(position, limit);
  }

  @Override
  public AccountHistory history(String deployment) {
    return entries.history(deployment);
  }

  /** What is kept, in order. */
  List<JournalEntry> kept() {
    return entries.entries();
  }
}
