package dev.orrery.executor;

import dev.orrery.executor.journal.AccountEntry;

/**
 * Hears what is booked of an account, after it is in the journal and outside the account's lock, on
 * the thread that brought it. Must return soon; what it throws is logged.
 */
@FunctionalInterface
public interface AccountListener {
  /** One entry that changed the account. */
  void on(AccountEntry entry);
}
