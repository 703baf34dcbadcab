package dev.orrery.backtest.check;

import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.kernel.CanonicalDigest;
import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.StateWritten;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A journal that keeps decisions as they must be made again, and a digest of all. Thread-safe. */
final class SeenJournal implements DecisionJournal {
  private final List<Seen> seen = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private final CanonicalDigest digest = new CanonicalDigest();
  private long groups;

  @Override
  public synchronized long append(String deployment, List<? extends JournalEntry> group) {
    for (JournalEntry entry : group) {
      switch (entry) {
        case DecisionRecord it -> {
          it.describe(digest);
          seen.add(Seen.of(it, written));
          written.clear();
        }
        case DecisionSettled it -> it.describe(digest);
        case AccountEntry it -> it.describe(digest);
        case StateWritten it -> {
          it.describe(digest);
          written.add(it.key() + "=" + Optional.ofNullable(it.value()).orElse("(removed)"));
        }
        default -> {}
      }
    }
    return groups++;
  }

  synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** Of decisions, orders, fills and state, in order. */
  synchronized Sha256 digest() {
    return digest.current();
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
  public Receipt await(long position, Duration limit) {
    return Receipt.DATABASE;
  }

  @Override
  public AccountHistory history(String deployment) {
    return AccountHistory.empty();
  }
}
