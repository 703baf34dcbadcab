package dev.orrery.executor;

import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.journal.OrderJournal;
import dev.orrery.executor.order.ClientOrderId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One account's book and the journal it is a fold of. Both change together under one short lock, so
 * that they have one order, and listeners hear of a change once the lock is free. Thread-safe.
 */
final class JournaledBook {
  private final String deployment;
  private final OrderJournal journal;
  private final AccountListeners listeners;
  private final ReentrantLock lock = new ReentrantLock();

  private AccountBook book = new AccountBook();

  /** Entries since the last standing. */
  private long unsummed;

  /** What the book says; null when it has changed since it was asked. */
  private volatile @Nullable AccountState state = AccountState.EMPTY;

  JournaledBook(String deployment, OrderJournal journal) {
    this.deployment = deployment;
    this.journal = journal;
    this.listeners = new AccountListeners(deployment);
  }

  /** Becomes what the journal says. */
  void restore(AccountHistory history) {
    lock.lock();
    try {
      book = AccountBook.restore(history);
      unsummed = history.sinceStanding().size();
      state = null;
    } finally {
      lock.unlock();
    }
  }

  void listen(AccountListener listener) {
    listeners.add(listener);
  }

  /** What the book says. Nearly free. */
  AccountState state() {
    AccountState known = state;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      return refreshed();
    } finally {
      lock.unlock();
    }
  }

  /** An order, working or final; null when the account never had it. */
  @Nullable TrackedOrder order(ClientOrderId id) {
    lock.lock();
    try {
      return book.order(id);
    } finally {
      lock.unlock();
    }
  }

  /** Entries that the next start would fold. */
  long unsummed() {
    lock.lock();
    try {
      return unsummed;
    } finally {
      lock.unlock();
    }
  }

  /** How far it reaches back. */
  Reach reach() {
    lock.lock();
    try {
      return new Reach(book.isFresh(), book.began(), book.lastTold());
    } finally {
      lock.unlock();
    }
  }

  /** Appends and books. */
  void append(List<? extends AccountEntry> entries) {
    if (!entries.isEmpty()) {
      change(under -> under.append(null, entries));
    }
  }

  /** An entry that changes no account: after everything that was appended before. */
  long append(JournalEntry entry) {
    return journal.append(deployment, entry);
  }

  /**
   * Looks and changes under the lock, then tells what was booked.
   *
   * @param change must be quick and do no I/O; what it is given is its own until it returns
   */
  <T> T change(Function<Change, T> change) {
    Change under = new Change();
    T result;
    lock.lock();
    try {
      result = change.apply(under);
    } finally {
      lock.unlock();
    }
    listeners.tell(under.booked);
    return result;
  }

  private AccountState refreshed() {
    AccountState fresh = book.state();
    state = fresh;
    return fresh;
  }

  /** Book and journal, by who holds the lock. */
  final class Change {
    private List<? extends AccountEntry> booked = List.of();

    private Change() {}

    AccountBook book() {
      return book;
    }

    AccountState state() {
      return refreshed();
    }

    /**
     * Appends one group, durable whole or not at all, and books its entries. At most once a change.
     *
     * @param lead leads the group; null for none
     * @return the position of the group; -1 when there is nothing to append
     */
    long append(@Nullable JournalEntry lead, List<? extends AccountEntry> entries) {
      if (lead == null && entries.isEmpty()) {
        return -1;
      }
      long position = journal.append(deployment, lead == null ? entries : led(lead, entries));
      if (!entries.isEmpty()) {
        for (int i = 0; i < entries.size(); i++) {
          AccountEntry entry = entries.get(i);
          book.apply(entry);
          unsummed = entry instanceof AccountEntry.Standing ? 0 : unsummed + 1;
        }
        state = null;
        booked = entries;
      }
      return position;
    }

    /** Whether the book has this cash and these positions, and no others. */
    boolean owns(SimulatedBroker.Owned theirs) {
      AccountState ours = refreshed();
      if (!ours.money().balance().equals(theirs.balance())
          || ours.held().size() != theirs.positions().size()) {
        return false;
      }
      for (VenueReport.VenuePosition each : theirs.positions()) {
        if (!ours.holding(each.symbol()).quantity().equals(each.quantity())) {
          return false;
        }
      }
      return true;
    }

    private static List<JournalEntry> led(JournalEntry lead, List<? extends AccountEntry> entries) {
      List<JournalEntry> group = new ArrayList<>(entries.size() + 1);
      group.add(lead);
      group.addAll(entries);
      return group;
    }

    /** Takes over the venue's liquidation prices of positions that it sees as we do. */
    void liquidationPrices(List<VenueReport.VenuePosition> positions) {
      for (VenueReport.VenuePosition position : positions) {
        if (book.state().holding(position.symbol()).quantity().equals(position.quantity())) {
          book.liquidationPrice(position.symbol(), position.liquidationPrice());
        }
      }
      state = null;
    }
  }
}
