package dev.orrery.executor.account;

import java.util.ArrayDeque;
import java.util.List;

/** Counts orders placed in the running UTC day and in the last minute. Confined to its book. */
final class OrderTally {
  static final long DAY_MILLIS = 86_400_000;
  static final long MINUTE_MILLIS = 60_000;

  private final ArrayDeque<Long> recent = new ArrayDeque<>();
  private long day = Long.MIN_VALUE;
  private int today;

  void placed(long atMillis) {
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

  void become(AccountState.OrderCounts counts) {
    day = counts.day();
    today = counts.today();
    recent.addAll(counts.recent());
  }

  long day() {
    return day;
  }

  int today() {
    return today;
  }

  List<Long> recent() {
    return List.copyOf(recent);
  }
}
