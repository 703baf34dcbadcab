package dev.orrery.executor.journal;

import dev.orrery.kernel.CanonicalDigest;
import dev.orrery.kernel.Sha256;
import java.time.Duration;
import java.util.List;

/**
 * A journal that keeps nothing but a running digest of what it was given: two runs with the same
 * digest decided and traded alike. For backtests. Thread-safe; fast when one thread uses it.
 */
public final class DigestJournal implements OrderJournal {
  private final CanonicalDigest digest = new CanonicalDigest();
  private long groups;
  private long entries;
  private long accountEntries;

  @Override
  public synchronized long append(String deployment, List<? extends JournalEntry> group) {
    for (int i = 0; i < group.size(); i++) {
      JournalEntry entry = group.get(i);
      entry.describe(digest);
      if (entry instanceof AccountEntry) {
        accountEntries++;
      }
    }
    entries += group.size();
    return groups++;
  }

  @Override
  public Receipt await(long position, Duration limit) {
    return Receipt.DATABASE;
  }

  /** Nothing: it does not remember. */
  @Override
  public AccountHistory history(String deployment) {
    return AccountHistory.empty();
  }

  /** The digest of everything so far, in order. */
  public synchronized Sha256 digest() {
    return digest.current();
  }

  /** Entries so far. */
  public synchronized long entries() {
    return entries;
  }

  /** Entries so far that concern an account: intents, answers, what brokers told. */
  public synchronized long accountEntries() {
    return accountEntries;
  }
}
