package dev.orrery.executor.account;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts orders placed in the running UTC day and in the last minute. Confined to its book. */
final class OrderTally {
  static final long DAY_MILLIS = 86_400_000;
  static final long MINUTE_MILLIS = 60_000;

  private final ArrayDeque<Long> recent = new ArrayDeque<>();
  private long day = Long.MIN_VALUE;
  private int today;
  private AccountState.@Nullable OrderCounts counts;

  void placed(long atMillis) {
    counts = null;
    long its = Math.floorDiv(atMillis, DAY_MILLIS);
    if (its > day) {
      day = its;
      today = 0;
    }
    today++;
    recent.addLast(atMillis);
    while (recent.getFirst() <= atMillis - MINUTE_MILLIS) {
      recent.removeFirst();
    }
  }

  void become(AccountState.OrderCounts before) {
    counts = null;
    day = before.day();
    today = before.today();
    recent.addAll(before.recent());
  }

  /** The same until the next order. */
  AccountState.OrderCounts counts() {
    AccountState.OrderCounts known = counts;
    if (known == null) {
      known = new AccountState.OrderCounts(day, today, List.copyOf(recent));
      counts = known;
    }
    return known;
  }
}
