package dev.orrery.runtime;

import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.journal.OrderJournal;
import dev.orrery.runtime.recording.DecisionJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A journal that keeps its groups, whose health and room a test sets. Thread-safe. */
final class GroupJournal implements DecisionJournal {
  private final List<Group> groups = new ArrayList<>();
  final AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);
  final AtomicLong reserved = new AtomicLong();
  volatile Health health = Health.GOOD;

  /** What was appended at once. */
  record Group(String deployment, List<JournalEntry> entries) {}

  @Override
  public synchronized long append(String deployment, List<? extends JournalEntry> group) {
    groups.add(new Group(deployment, List.copyOf(group)));
    return groups.size();
  }

  @Override
  public OrderJournal.Receipt await(long position, Duration limit) {
    return OrderJournal.Receipt.DATABASE;
  }

  @Override
  public synchronized AccountHistory history(String deployment) {
    List<AccountEntry> account = new ArrayList<>();
    for (Group group : groups) {
      for (JournalEntry entry : group.entries()) {
        if (group.deployment().equals(deployment) && entry instanceof AccountEntry it) {
          account.add(it);
        }
      }
    }
    return new AccountHistory(account);
  }

  @Override
  public boolean reserve() {
    if (reserved.get() >= room.get()) {
      return false;
    }
    reserved.incrementAndGet();
    return true;
  }

  @Override
  public void release() {
    reserved.decrementAndGet();
  }

  @Override
  public Health health() {
    return health;
  }

  synchronized List<Group> groups() {
    return List.copyOf(groups);
  }

  synchronized List<JournalEntry> entries() {
    return groups.stream().flatMap(group -> group.entries().stream()).toList();
  }
}
