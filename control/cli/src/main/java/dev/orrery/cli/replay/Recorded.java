package dev.orrery.cli.replay;

import dev.orrery.backtest.replay.JarSource;
import dev.orrery.config.Names;
import dev.orrery.database.Database;
import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.store.DecisionViews;
import dev.orrery.store.RecordedDecisions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Decisions of a journal, by what people type. */
public final class Recorded {
  private static final String ID = "[0-9a-f]{4,32}";

  private Recorded() {}

  /** Whether a text can be an id, or the beginning of one. */
  public static boolean isId(String text) {
    return text.matches(ID);
  }

  /** What to say of a text that is none. */
  public static String noId(String text) {
    return "'" + text + "' is no id: an id is 4 to 32 of the digits 0-9 and a-f";
  }

  /** The jars that a daemon keeps in its data directory, also where its database is elsewhere. */
  public static JarSource jars(Path dataDir) {
    FolderArtifactStore kept = new FolderArtifactStore(dataDir.resolve("artifacts"), ".jar");
    return digest ->
        digest.matches("[0-9a-f]{64}") ? kept.find(new Sha256(digest)) : Optional.empty();
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
