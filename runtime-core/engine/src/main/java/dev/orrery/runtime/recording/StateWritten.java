package dev.orrery.runtime.recording;

import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.kernel.Canonical;
import org.jspecify.annotations.Nullable;

/**
 * A strategy wrote to its state.
 *
 * @param value null when the key was removed
 * @param asOf timeline instant, epoch milliseconds
 */
public record StateWritten(
    String deployment, String strategy, String key, @Nullable String value, long asOf)
    implements JournalEntry {
  @Override
  public void describe(Canonical out) {
    out.begin("state").text(strategy).text(key).text(value);
  }
}
