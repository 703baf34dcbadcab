package dev.orrery.store;

import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.journal.OrderJournal.Receipt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Groups on their way to the writer, in order, with how far they have become durable. Thread-safe;
 * one thread takes.
 *
 * <p>Nobody waits to put something in. What bounds the queue are reservations: a firing is let in
 * only while everything in memory and what all firings under way usually append fit. Only when
 * nothing has been written for long, so that what was not reserved fills the queue several times
 * over, {@link #append} refuses.
 */
final class GroupQueue {
  /** How many times over the queue may be full before even what has no reservation is refused. */
  private static final int OVERFLOW = 4;

  private final int capacity;
  private final int reserveEntries;
  private final int flushEntries;
  private final long flushNanos;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition flushed = lock.newCondition();
  private final ArrayDeque<Group> groups = new ArrayDeque<>();
  private int queuedEntries;
  private int inFlight;
  private int reservations;
  private long oldestNanos;
  private long waitedFor;
  private boolean woken;
  private boolean closed;
  private boolean failed;
  private volatile long appended;
  private volatile long durable;
  private volatile long inDatabase;

  GroupQueue(JournalSettings settings) {
    this.capacity = settings.queueEntries();
    this.reserveEntries = settings.reserveEntries();
    this.flushEntries = settings.flushEntries();
    this.flushNanos = settings.flushDelay().toNanos();
  }

  /** One group. */
  record Group(long position, String deployment, List<JournalEntry> entries) {}

  boolean reserve() {
    lock.lock();
    try {
      long wanted = queuedEntries + inFlight + (reservations + 1L) * reserveEntries;
      if (closed || wanted > capacity) {
        return false;
      }
      reservations++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void release() {
    lock.lock();
    try {
      if (reservations == 0) {
        throw new IllegalStateException("a journal reservation was released twice");
      }
      reservations--;
    } finally {
      lock.unlock();
    }
  }

  long append(String deployment, List<? extends JournalEntry> group) {
    List<JournalEntry> entries = List.copyOf(group);
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the journal is closed");
      }
      if ((long) queuedEntries + inFlight + entries.size() > (long) capacity * OVERFLOW) {
        throw new IllegalStateException(
            "the journal holds " + (queuedEntries + inFlight) + " entries it cannot write");
      }
      long position = appended + 1;
      appended = position;
      if (groups.isEmpty()) {
        oldestNanos = System.nanoTime();
        work.signal();
      }
      groups.add(new Group(position, deployment, entries));
      int before = queuedEntries;
      queuedEntries += entries.size();
      if (before < flushEntries && queuedEntries >= flushEntries) {
        work.signal();
      }
      return position;
    } finally {
      lock.unlock();
    }
  }

  Receipt await(long position, Duration limit) throws InterruptedException {
    if (position <= inDatabase) {
      return Receipt.DATABASE;
    }
    long nanos = limit.toNanos();
    lock.lockInterruptibly();
    try {
      if (position > waitedFor) {
        waitedFor = position;
        work.signal();
      }
      while (durable < position) {
        if (nanos <= 0 || failed) {
          return Receipt.NONE;
        }
        nanos = flushed.awaitNanos(nanos);
      }
      return position <= inDatabase ? Receipt.DATABASE : Receipt.SPOOL;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next groups to write: when somebody waits for one, when there are enough, when the oldest
   * is old enough, or when woken; at the latest after {@code limitNanos}. May be empty.
   */
  List<Group> take(long limitNanos) throws InterruptedException {
    long end = System.nanoTime() + limitNanos;
    lock.lock();
    try {
      while (!closed && !woken) {
        long now = System.nanoTime();
        long left = Math.min(end - now, dueIn(now));
        if (left <= 0) {
          break;
        }
        if (work.awaitNanos(left) <= 0 && groups.isEmpty()) {
          break;
        }
      }
      woken = false;
      return poll();
    } finally {
      lock.unlock();
    }
  }

  private long dueIn(long now) {
    Group oldest = groups.peek();
    if (oldest == null) {
      return Long.MAX_VALUE;
    }
    if (queuedEntries >= flushEntries || oldest.position() <= waitedFor) {
      return 0;
    }
    return oldestNanos + flushNanos - now;
  }

  private List<Group> poll() {
    int count = 0;
    int entries = 0;
    for (Group group : groups) {
      int size = group.entries().size();
      if (count > 0 && entries + size > flushEntries) {
        break;
      }
      count++;
      entries += size;
    }
    List<Group> taken = new ArrayList<>(count); // before they leave: memory may end here
    for (int i = 0; i < count; i++) {
      taken.add(groups.remove());
    }
    queuedEntries -= entries;
    inFlight += entries;
    oldestNanos = System.nanoTime();
    return taken;
  }

  /** Everything taken so far is durable. */
  void flushed(List<Group> taken, boolean database) {
    lock.lock();
    try {
      for (Group group : taken) {
        inFlight -= group.entries().size();
      }
      durable = taken.getLast().position();
      if (database) {
        inDatabase = durable;
      }
      flushed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What was durable elsewhere is in the database too. */
  void drained() {
    lock.lock();
    try {
      inDatabase = durable;
      flushed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything appended so far is in the database. */
  boolean awaitDatabase(Duration limit) throws InterruptedException {
    long nanos = limit.toNanos();
    lock.lockInterruptibly();
    try {
      long position = appended;
      if (position > waitedFor) {
        waitedFor = position;
        work.signal();
      }
      while (inDatabase < position) {
        if (nanos <= 0 || failed) {
          return false;
        }
        nanos = flushed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the taker look around. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; what is here can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody takes any more: what is here stays here, and who waits for it waits in vain. */
  void fail() {
    lock.lock();
    try {
      closed = true;
      failed = true;
      flushed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosedAndEmpty() {
    lock.lock();
    try {
      return closed && groups.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Groups not yet durable. */
  long pending() {
    long done = durable;
    return Math.max(0, appended - done);
  }

  static final long FOREVER = TimeUnit.DAYS.toNanos(1);
}
