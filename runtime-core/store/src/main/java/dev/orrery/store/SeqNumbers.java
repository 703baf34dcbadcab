package dev.orrery.store;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/**
 * Numbers of entries, out of blocks of a million that the database gave to nobody else. Some blocks
 * lie ready for the time it cannot be asked. Thread-safe.
 */
final class SeqNumbers {
  static final long BLOCK = 1_000_000;
  private static final int READY = 8;

  private final Deque<Long> blocks = new ArrayDeque<>();
  private long next;
  private long end;

  /** The next number. */
  synchronized long next() {
    if (next == end) {
      Long block = blocks.poll();
      if (block == null) {
        throw new IllegalStateException(
            "the journal has no numbers left: the database was away for too many entries");
      }
      next = block;
      end = block + BLOCK;
    }
    return next++;
  }

  /** How many blocks to take. */
  synchronized int wanted() {
    return READY - blocks.size();
  }

  synchronized void add(Collection<Long> taken) {
    blocks.addAll(taken);
  }

  /** Goes on in these blocks only: every number from now on is above what anybody had before. */
  synchronized void restart(Collection<Long> taken) {
    blocks.clear();
    next = 0;
    end = 0;
    blocks.addAll(taken);
  }
}
