package dev.orrery.backtest;

/** Hears how far a backtest is, on the thread that plays it, some hundred times a second. */
@FunctionalInterface
public interface Progress {
  /** For nobody. */
  Progress UNHEARD = (done, all) -> {};

  /** So many rows of all have been played. */
  void at(long done, long all);
}
