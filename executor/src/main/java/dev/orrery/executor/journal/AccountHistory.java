package dev.orrery.executor.journal;

import java.util.List;

/**
 * All that the journal knows of one account, in order, or what it knows since one of its standings,
 * which then comes first.
 *
 * @param entries oldest first
 */
public record AccountHistory(List<AccountEntry> entries) {
  /** Copies. */
  public AccountHistory {
    entries = List.copyOf(entries);
  }

  /** What is to be folded: the last standing there is, and everything after it. */
  public List<AccountEntry> sinceStanding() {
    for (int i = entries.size() - 1; i > 0; i--) {
      if (entries.get(i) instanceof AccountEntry.Standing) {
        return entries.subList(i, entries.size());
      }
    }
    return entries;
  }

  /** Whether what is to be folded begins with a standing. */
  public boolean isSummedUp() {
    List<AccountEntry> since = sinceStanding();
    return !since.isEmpty() && since.getFirst() instanceof AccountEntry.Standing;
  }

  /** The same entries but for the standings. */
  public AccountHistory withoutStandings() {
    return new AccountHistory(
        entries.stream().filter(entry -> !(entry instanceof AccountEntry.Standing)).toList());
  }

  /** Of an account nobody has used. */
  public static AccountHistory empty() {
    return new AccountHistory(List.of());
  }
}
