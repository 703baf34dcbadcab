package dev.orrery.backtest.replay;

import dev.orrery.runtime.recording.DecisionRecord;
import java.util.List;

/**
 * A decision that was run again.
 *
 * @param decision as recorded
 * @param outcome as it came out now
 * @param differences between the two, each in words; empty when there are none
 */
public record Replayed(DecisionRecord decision, Outcome outcome, List<String> differences) {
  /** Copies. */
  public Replayed {
    differences = List.copyOf(differences);
  }

  /** Whether it came out as it was. */
  public boolean same() {
    return differences.isEmpty();
  }
}
