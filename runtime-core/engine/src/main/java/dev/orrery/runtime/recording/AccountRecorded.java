package dev.orrery.runtime.recording;

import dev.orrery.api.account.Account;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.kernel.Canonical;

/**
 * The account as it stands: the heartbeat and the portfolio that people look at ({@code
 * agent_state}). The last one counts.
 *
 * @param at wall instant, epoch milliseconds
 * @param asOf timeline instant, epoch milliseconds
 * @param dayPnl change of equity since UTC midnight of the timeline
 */
public record AccountRecorded(
    String deployment, long at, long asOf, Account account, Usd dayPnl, String health)
    implements JournalEntry {
  @Override
  public void describe(Canonical out) {}
}
