package dev.orrery.runtime.recording;

import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.journal.OrderJournal;
import java.time.Duration;
import java.util.List;

/** Lets a journal that lives in memory serve decisions too: it always has room. */
public final class MemoryDecisionJournal implements DecisionJournal {
  private final OrderJournal entries;

  /** Over a journal in memory. */
  public MemoryDecisionJournal(OrderJournal entries) {
    this.entries = entries;
  }

  @Override
  public boolean reserve() {
    return true;
  }

  @Override
  public void release() {}

  @Override
  public Health health() {
    return Health.GOOD;
  }

  @Override
  public long append(String deployment, List<? extends JournalEntry> group) {
    return entries.append(deployment, group);
  }

  @Override
  public Receipt await(long position, Duration limit) throws InterruptedException {
    return entries.await(position, limit);
  }

  @Override
  public AccountHistory history(String deployment) {
    return entries.history(deployment);
  }

  @Override
  public AccountHistory wholeHistory(String deployment) {
    return entries.wholeHistory(deployment);
  }
}
