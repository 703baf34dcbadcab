package dev.orrery.executor.journal;

import java.util.List;

/**
 * All that the journal knows of one account, in order.
 *
 * @param entries oldest first
 */
public record AccountHistory(List<AccountEntry> entries) {
  /** Copies. */
  public AccountHistory {
    entries = List.copyOf(entries);
  }

  /** Of an account nobody has used. */
  public static AccountHistory empty() {
    return new AccountHistory(List.of());
  }
}
