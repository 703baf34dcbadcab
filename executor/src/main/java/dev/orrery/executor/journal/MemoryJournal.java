package dev.orrery.executor.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal that keeps everything in memory and is durable at once, as far as memory is. For
 * embedding, tests and short runs. Thread-safe.
 */
public final class MemoryJournal implements OrderJournal {
  private final List<Line> lines = new ArrayList<>();
  private long groups;

  @Override
  public synchronized long append(String deployment, List<? extends JournalEntry> group) {
    for (JournalEntry entry : group) {
      lines.add(new Line(deployment, entry));
    }
    return groups++;
  }

  @Override
  public Receipt await(long position, Duration limit) {
    return Receipt.DATABASE;
  }

  @Override
  public synchronized AccountHistory history(String deployment) {
    List<AccountEntry> account = new ArrayList<>();
    for (Line line : lines) {
      if (line.deployment().equals(deployment) && line.entry() instanceof AccountEntry entry) {
        account.add(entry);
      }
    }
    return new AccountHistory(account);
  }

  /** Everything so far, in order. */
  public synchronized List<JournalEntry> entries() {
    return lines.stream().map(Line::entry).toList();
  }

  private record Line(String deployment, JournalEntry entry) {}
}
