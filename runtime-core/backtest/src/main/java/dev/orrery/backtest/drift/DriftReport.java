package dev.orrery.backtest.drift;

import java.time.Instant;
import java.util.List;

/**
 * A run against its backtest.
 *
 * @param from first decision compared
 * @param to last decision compared
 * @param compared decisions of the run in the window
 * @param byHand decisions a person asked for: a backtest has none, they are not compared
 * @param entries those that differ, the first first
 */
public record DriftReport(
    Instant from, Instant to, long compared, long byHand, List<DriftEntry> entries) {
  /** Copies. */
  public DriftReport {
    entries = List.copyOf(entries);
  }
}
