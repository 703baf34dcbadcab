package dev.orrery.runtime.recording;

import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.kernel.Canonical;
import java.util.List;

/**
 * What became of a decision whose orders were under way. Once each; an unresolved one may be
 * settled again when the venue has answered.
 *
 * @param outcomes one text for each instruction sent
 */
public record DecisionSettled(
    String deployment,
    String strategy,
    String id,
    Verdict verdict,
    List<String> outcomes,
    long asOf)
    implements JournalEntry {
  /** Copies. */
  public DecisionSettled {
    outcomes = List.copyOf(outcomes);
  }

  @Override
  public void describe(Canonical out) {
    out.begin("settled").text(strategy).text(id).text(verdict.text()).number(asOf);
  }
}
