package dev.orrery.cli.replay;

import dev.orrery.config.Names;
import dev.orrery.database.Database;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.store.DecisionViews;
import dev.orrery.store.RecordedDecisions;
import java.util.List;

/** Decisions of a journal, by what people type. */
public final class Recorded {
  private static final String ID = "[0-9a-f]{4,32}";

  private Recorded() {}

  /** Whether a text can be an id, or the beginning of one. */
  public static boolean isId(String text) {
    return text.matches(ID);
  }

  /**
   * By its id, or the beginning of it.
   *
   * @throws ProblemException REFUSED when there is none, or several
   */
  public static DecisionRecord decision(Database database, String id) {
    List<DecisionViews.Chain> found = new DecisionViews(database).find(id);
    if (found.size() != 1) {
      throw new ProblemException(
          Problem.refused(
              "decision " + id,
              found.isEmpty() ? "is not in the journal" : "is the beginning of several ids",
              found.isEmpty() ? "orrery decisions lists them" : "give more of it"));
    }
    String whole = found.getFirst().decision().id();
    return new RecordedDecisions(database)
        .get(whole)
        .orElseThrow(() -> new IllegalStateException("decision " + whole + " has gone meanwhile"));
  }

  /**
   * Lets a strategy pass that has decided.
   *
   * @throws ProblemException REFUSED for any other
   */
  public static void requireStrategy(RecordedDecisions decisions, String name) {
    List<String> known = decisions.strategies();
    if (!known.contains(name)) {
      throw new ProblemException(
          Problem.refused(
              "strategy " + name,
              "has no decision in the journal",
              known.isEmpty() ? "no strategy has" : Names.wayOut(name, known)));
    }
  }
}
