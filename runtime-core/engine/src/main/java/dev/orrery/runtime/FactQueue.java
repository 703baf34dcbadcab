package dev.orrery.runtime;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The facts one listener has still to hear, and the thread that tells them. Thread-safe. */
final class FactQueue {
  private static final Logger LOG = LoggerFactory.getLogger(FactQueue.class);

  private final RuntimeListener listener;
  private final int capacity;
  private final boolean waits;
  private final LongFunction<RuntimeFact> missedFact;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<RuntimeFact> facts = new ArrayDeque<>();
  private long missed;
  private long lost;

  /** Nothing comes any more; what is here is still told. */
  private boolean ending;

  /** Nobody is called any more. */
  private boolean silent;

  private @Nullable Thread thread;

  /**
   * An empty queue.
   *
   * @param capacity how many facts may wait; those that must not be lost do not count
   * @param waits whether {@link #put} waits for room, instead of dropping
   */
  FactQueue(
      RuntimeListener listener, int capacity, boolean waits, LongFunction<RuntimeFact> missedFact) {
    this.listener = listener;
    this.capacity = capacity;
    this.waits = waits;
    this.missedFact = missedFact;
  }

  void start(String name) {
    thread = Thread.ofPlatform().daemon().name(name).start(this::deliver);
  }

  /** Whether this thread tells its listener. */
  boolean isOn(Thread candidate) {
    return candidate.equals(thread);
  }

  void put(RuntimeFact fact) {
    lock.lock();
    try {
      if (waits) {
        awaitRoom();
      }
      if (ending) {
        lost++;
      } else if (facts.size() >= capacity && !waits && fact.mayBeMissed()) {
        lost++;
        missed++;
      } else {
        tellMissed();
        facts.add(fact);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** What comes after this is not told. */
  void end() {
    lock.lock();
    try {
      ending = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything is told, no longer than this, and then keeps silent. */
  void join(long millis) {
    Thread telling = thread;
    if (telling != null && !telling.equals(Thread.currentThread())) {
      try {
        telling.join(Math.max(1, millis));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    lock.lock();
    try {
      silent = true;
      lost += facts.size();
      if (!facts.isEmpty()) {
        LOG.warn("A runtime listener is too slow; facts left undelivered={}", facts.size());
      }
      facts.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (telling != null && telling.isAlive() && !telling.equals(Thread.currentThread())) {
      telling.interrupt();
    }
  }

  /** Interrupted while it waits, it waits no more: the thread is wanted elsewhere. */
  private void awaitRoom() {
    Thread own = thread;
    if (own != null && own.equals(Thread.currentThread())) {
      return; // the listener itself caused the fact
    }
    boolean interrupted = false;
    try {
      while (facts.size() >= capacity && !ending && !interrupted) {
        try {
          changed.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void tellMissed() {
    if (missed > 0) {
      facts.add(missedFact.apply(missed));
      missed = 0;
    }
  }

  private void deliver() {
    RuntimeFact next = next();
    while (next != null) {
      try {
        listener.on(next);
      } catch (RuntimeException | Error e) {
        LOG.warn("A runtime listener failed", e);
      }
      next = next();
    }
  }

  /** Null when there is nothing to tell any more. */
  private @Nullable RuntimeFact next() {
    lock.lock();
    try {
      while (facts.isEmpty() && missed == 0 && !ending && !silent) {
        changed.awaitUninterruptibly();
      }
      if (silent) {
        return null;
      }
      if (facts.isEmpty()) {
        tellMissed();
      }
      RuntimeFact fact = facts.poll();
      changed.signalAll();
      return fact;
    } finally {
      lock.unlock();
    }
  }
}
