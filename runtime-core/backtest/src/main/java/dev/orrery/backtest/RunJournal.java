package dev.orrery.backtest;

import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.kernel.CanonicalDigest;
import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.StateWritten;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The journal of a backtest: remembers nothing, books what the broker tells, counts decisions, and
 * keeps a running digest of everything that must be the same when the same market is run again.
 * Thread-safe.
 */
final class RunJournal implements DecisionJournal {
  private final CanonicalDigest digest = new CanonicalDigest();
  private final Consumer<BrokerEvent> books;
  private final DecisionCount decisions = new DecisionCount();
  private long groups;

  RunJournal(Consumer<BrokerEvent> books) {
    this.books = books;
  }

  @Override
  public synchronized long append(String deployment, List<? extends JournalEntry> group) {
    for (int i = 0; i < group.size(); i++) {
      take(group.get(i));
    }
    return groups++;
  }

  @Override
  public synchronized long append(String deployment, JournalEntry only) {
    take(only);
    return groups++;
  }

  private void take(JournalEntry entry) {
    switch (entry) {
      case DecisionRecord it -> {
        it.describe(digest);
        series(it.series());
        decisions.decided(it);
      }
      case DecisionSettled it -> {
        it.describe(digest);
        decisions.settled(it);
      }
      case AccountEntry it -> {
        it.describe(digest);
        if (it instanceof AccountEntry.Told told) {
          books.accept(told.event());
        }
      }
      case StateWritten it -> it.describe(digest);
      default -> {}
    }
  }

  private void series(Map<String, Double> values) {
    if (!values.isEmpty()) {
      new TreeMap<>(values).forEach((name, value) -> digest.text(name).real(value));
    }
  }

  /** Of decisions, orders, fills and state, in order. */
  synchronized Sha256 digest() {
    return digest.current();
  }

  synchronized DecisionCount decisions() {
    return decisions;
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
