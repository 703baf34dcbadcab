package dev.orrery.store;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeSet;

/**
 * Numbers of entries, out of blocks of a million that the database gave to nobody else. Some blocks
 * lie ready for the time it cannot be asked. Numbers only ever grow: blocks that come late, because
 * two threads took some at once, are given up. Thread-safe.
 */
final class SeqNumbers {
  static final long BLOCK = 1_000_000;
  private static final int READY = 8;

  private final TreeSet<Long> blocks = new TreeSet<>();
  private long next;
  private long end;
  private long least;

  /** The next number. */
  synchronized long next() {
    if (next == end) {
      Long block = blocks.pollFirst();
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
    for (long block : taken) {
      if (block >= least && block >= end) {
        blocks.add(block);
      }
    }
  }

  /** Goes on in these blocks or later ones: every number is above what anybody had before. */
  synchronized void restart(Collection<Long> taken) {
    least = Math.max(least, Collections.min(taken));
    blocks.removeIf(block -> block < least);
    if (end - BLOCK < least) {
      next = 0;
      end = 0;
    }
    add(taken);
  }
}
