package dev.orrery.cli.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decisions that did nothing, told together: by strategy and verdict, every few seconds. */
final class Lull {
  private static final long PERIOD_NANOS = Duration.ofSeconds(5).toNanos();

  private record Key(String strategy, String verdict) {}

  /**
   * What is told of several decisions at once.
   *
   * @param asOf the latest one's instant
   * @param reason the latest one's
   */
  record Quiet(String strategy, String verdict, Instant asOf, String reason, long count) {}

  private final Map<Key, Quiet> waiting = new LinkedHashMap<>();
  private final Map<Key, Long> told = new LinkedHashMap<>();

  void add(String strategy, String verdict, Instant asOf, String reason, long nowNanos) {
    Key key = new Key(strategy, verdict);
    told.putIfAbsent(key, nowNanos - PERIOD_NANOS);
    Quiet before = waiting.get(key);
    long count = before == null ? 1 : before.count() + 1;
    waiting.put(key, new Quiet(strategy, verdict, asOf, reason, count));
  }

  /** What is to be told now. */
  List<Quiet> due(long nowNanos) {
    List<Quiet> due = new ArrayList<>();
    Iterator<Map.Entry<Key, Quiet>> entries = waiting.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Key, Quiet> entry = entries.next();
      if (nowNanos - told.getOrDefault(entry.getKey(), 0L) >= PERIOD_NANOS) {
        told.put(entry.getKey(), nowNanos);
        due.add(entry.getValue());
        entries.remove();
      }
    }
    return due;
  }
}
