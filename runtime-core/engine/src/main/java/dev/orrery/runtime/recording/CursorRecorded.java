package dev.orrery.runtime.recording;

import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.kernel.Canonical;
import dev.orrery.market.FeedPosition;

/** Where the feed stood when the entries before this one were made. The last one counts. */
public record CursorRecorded(FeedPosition position) implements JournalEntry {
  @Override
  public void describe(Canonical out) {}
}
