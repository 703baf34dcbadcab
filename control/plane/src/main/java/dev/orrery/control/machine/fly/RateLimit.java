package dev.orrery.control.machine.fly;

import java.util.HashMap;
import java.util.Map;

/**
 * Token buckets, one for each action on each thing. Says how long to wait; waiting is the caller's.
 * Thread-safe.
 */
final class RateLimit {
  private static final double BURST_SECONDS = 3;
  private static final double READ_FACTOR = 5;
  private static final double READ_BURST_SECONDS = 2;
  private static final int MOST_BUCKETS = 10_000;

  private final double perSecond;
  private final Map<String, Bucket> buckets = new HashMap<>();

  /** Tokens at a moment of the process clock; below zero when they are promised to callers. */
  private record Bucket(double tokens, long nanos) {}

  RateLimit(double perSecond) {
    this.perSecond = perSecond;
  }

  /** Takes one token and says after how many nanoseconds it may be used. */
  synchronized long take(FlyAction action, String thing, long nowNanos) {
    double rate = perSecond * (action == FlyAction.GET ? READ_FACTOR : 1);
    double burst = rate * (action == FlyAction.GET ? READ_BURST_SECONDS : BURST_SECONDS);
    String key = action + " " + thing;
    Bucket last = buckets.getOrDefault(key, new Bucket(burst, nowNanos));
    double filled = Math.min(burst, last.tokens() + rate * (nowNanos - last.nanos()) / 1e9);
    double left = filled - 1;
    if (buckets.size() >= MOST_BUCKETS) {
      // Full buckets are as good as none.
      buckets.values().removeIf(it -> it.tokens() + rate * (nowNanos - it.nanos()) / 1e9 >= burst);
    }
    buckets.put(key, new Bucket(left, nowNanos));
    return left >= 0 ? 0 : (long) (-left / rate * 1e9);
  }
}
