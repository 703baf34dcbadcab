package dev.orrery.hyperliquid.client;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * So much in any minute, whichever second it begins with. The venue does not say where its minutes
 * begin, so a bucket that refills would let through twice the limit around the edge of one.
 * Thread-safe.
 */
public final class SlidingWindow {
  private static final int SECONDS = 60;

  /** One more than the window is long: the second it begins in is only partly outside. */
  private static final int SLOTS = SECONDS + 1;

  private final int limit;
  private final LongSupplier nanoTime;
  private final int[] used = new int[SLOTS];
  private long second;

  /**
   * A window with nothing in it.
   *
   * @param limit what a minute may hold
   * @param nanoTime a clock that never goes back, as {@link System#nanoTime}
   */
  public SlidingWindow(int limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.second = now();
  }

  /**
   * Takes an amount if the minute has room for it.
   *
   * @param kept how much of the limit is not for this one
   * @return zero when it was taken; else how long it takes until there is room
   */
  public synchronized Duration take(int amount, int kept) {
    advance();
    int room = limit - kept - total();
    if (amount > room) {
      return untilRoom(amount - room);
    }
    used[slot(second)] += amount;
    return Duration.ZERO;
  }

  /** Adds what was used without asking, also beyond the limit. */
  public synchronized void add(int amount) {
    advance();
    used[slot(second)] += amount;
  }

  /**
   * Fills it up to what is kept: somebody else knows that there is no room.
   *
   * @return how long until there is room again
   */
  public synchronized Duration fill(int kept) {
    advance();
    used[slot(second)] += Math.max(0, limit - kept - total());
    return untilRoom(total() - (limit - kept) + 1);
  }

  /** What the last minute holds. */
  public synchronized int total() {
    advance();
    return Arrays.stream(used).sum();
  }

  /** The seconds, oldest first, give back what was used in them. */
  private Duration untilRoom(int missing) {
    int given = 0;
    for (int age = SLOTS - 1; age >= 0; age--) {
      given += used[slot(second - age)];
      if (given >= missing) {
        return Duration.ofSeconds(SLOTS - age);
      }
    }
    return Duration.ofSeconds(SLOTS);
  }

  private void advance() {
    long now = now();
    long steps = Math.min(now - second, SLOTS);
    for (long step = 1; step <= steps; step++) {
      used[slot(now - steps + step)] = 0;
    }
    second = Math.max(second, now);
  }

  private long now() {
    return Math.floorDiv(nanoTime.getAsLong(), 1_000_000_000L);
  }

  private static int slot(long second) {
    return (int) Math.floorMod(second, (long) SLOTS);
  }
}
