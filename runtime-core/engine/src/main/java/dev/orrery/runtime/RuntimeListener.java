package dev.orrery.runtime;

/**
 * Hears facts after they are in the journal. On a thread of its own; one that is too slow misses
 * facts, which are counted, and never delays a tick.
 */
public interface RuntimeListener {
  /** One fact. What it throws is logged. */
  void on(RuntimeFact fact);
}
