package dev.orrery.exchange.socket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** What an address of the internet did in the last minute. Confined to a lock of its owner. */
final class Rates {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final LongSupplier nanoClock;
  private final Deque<Long> connects = new ArrayDeque<>();
  private final Deque<Long> sends = new ArrayDeque<>();

  Rates(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  boolean connects(int most) {
    return count(connects, most);
  }

  boolean sends(int most) {
    return count(sends, most);
  }

  private boolean count(Deque<Long> times, int most) {
    if (most == 0) {
      return true;
    }
    long now = nanoClock.getAsLong();
    while (!times.isEmpty() && now - times.getFirst() >= MINUTE_NANOS) {
      times.removeFirst();
    }
    if (times.size() >= most) {
      return false;
    }
    times.addLast(now);
    return true;
  }
}
