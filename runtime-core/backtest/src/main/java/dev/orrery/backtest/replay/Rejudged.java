package dev.orrery.backtest.replay;

import dev.orrery.runtime.recording.DecisionRecord;
import java.util.List;

/**
 * A decision whose orders were judged again under other caps.
 *
 * @param decision as recorded
 * @param changes what the gate would have answered otherwise, each in words
 */
public record Rejudged(DecisionRecord decision, List<String> changes) {
  /** Copies. */
  public Rejudged {
    changes = List.copyOf(changes);
  }
}
