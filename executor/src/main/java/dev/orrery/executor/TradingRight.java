package dev.orrery.executor;

/**
 * Who may trade now: the minimum of operator switches, latches, lease and journal health. Asked
 * before each send. Thread-safe, does no I/O.
 */
@FunctionalInterface
public interface TradingRight {
  /** The right as it stands. */
  Permit permit();
}
