package dev.orrery.runtime.recording;

import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.kernel.Canonical;
import java.util.Map;

/**
 * A line of a deployment's log, for people: nothing reads it to decide.
 *
 * @param at wall instant, epoch milliseconds
 * @param level {@code debug info warn error}
 * @param event name out of the closed list ({@code order_filled}); {@code log} for a strategy's own
 *     lines
 * @param data details as strings, numbers or booleans
 */
public record LogRecorded(
    String deployment,
    long at,
    String level,
    String event,
    String message,
    Map<String, Object> data)
    implements JournalEntry {
  /** Copies. */
  public LogRecorded {
    data = Map.copyOf(data);
  }

  @Override
  public void describe(Canonical out) {}
}
