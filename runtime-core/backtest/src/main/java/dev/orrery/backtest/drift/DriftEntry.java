package dev.orrery.backtest.drift;

import java.time.Instant;
import java.util.List;

/**
 * A decision that differs.
 *
 * @param id of its firing, in the run and in the backtest
 * @param asOf when it was decided, on the timeline
 * @param why the cause in words
 * @param differences what came out otherwise, from the run to the backtest
 */
public record DriftEntry(
    String id, Instant asOf, DriftCause cause, String why, List<String> differences) {
  /** Copies. */
  public DriftEntry {
    differences = List.copyOf(differences);
  }
}
