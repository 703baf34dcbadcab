package dev.orrery.runtime.recording;

import dev.orrery.executor.journal.OrderJournal;

/**
 * The runtime's side of the one ordered journal. Room is reserved before a strategy is asked, so
 * that a commit never waits: a full journal refuses the tick, never the order. Thread-safe.
 */
public interface DecisionJournal extends OrderJournal {
  /**
   * Reserves room for the largest group one firing can make.
   *
   * @return whether there was room; a reservation must be given back by {@link #release}
   */
  boolean reserve();

  /** Gives back a reservation once the firing's groups have been appended. */
  void release();

  /** Whether what it holds outlives the process. */
  default boolean durable() {
    return false;
  }

  /** How it is doing. Any thread, no I/O. */
  Health health();

  /**
   * How the journal is doing.
   *
   * @param state where groups become durable
   * @param pending groups appended and not yet durable
   * @param detail since when and why, to show; empty when all is well
   */
  record Health(State state, long pending, String detail) {
    /** All is well, in memory. */
    public static final Health GOOD = new Health(State.DATABASE, 0, "");
  }

  /** Where groups become durable. */
  enum State {
    /** In the database, or in memory where that is the journal. */
    DATABASE,
    /** In the local spool; the database is gone. */
    SPOOL,
    /** Nowhere: opens are refused. */
    FAILED
  }
}
