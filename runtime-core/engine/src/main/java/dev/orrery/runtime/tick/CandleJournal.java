package dev.orrery.runtime.tick;

import dev.orrery.api.market.Candles;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.SeriesPoint;
import dev.orrery.runtime.recording.SeriesRecorder;
import java.util.ArrayList;
import java.util.List;

/** Keeps the candles that decisions read, each once, and names them by digest. Thread-safe. */
final class CandleJournal {
  private final SeriesRecorder series = new SeriesRecorder();
  private final DecisionJournal journal;

  CandleJournal(DecisionJournal journal) {
    this.journal = journal;
  }

  /** The digests of a window; all its points are in the journal when this returns. */
  List<String> names(String deployment, Candles window) {
    List<SeriesPoint> fresh = new ArrayList<>();
    synchronized (series) {
      List<String> digests = series.digests(window, fresh);
      if (!fresh.isEmpty()) {
        // Within the lock: a point is in the journal before any decision that names it.
        journal.append(deployment, fresh);
      }
      return digests;
    }
  }
}
