package dev.orrery.exchange.venue.market;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What was traded in a day, by the quarter of an hour. */
public final class DayVolume {
  private static final long BUCKET = 900_000;
  private static final long DAY = 86_400_000;

  /**
   * A quarter of an hour.
   *
   * @param time when it began
   * @param base base units traded
   * @param notional USD traded
   * @param firstPx price it began with
   */
  public record Bucket(long time, BigDecimal base, BigDecimal notional, BigDecimal firstPx) {}

  private final Deque<Bucket> buckets = new ArrayDeque<>();

  void trade(long time, BigDecimal px, BigDecimal sz) {
    long start = time - Math.floorMod(time, BUCKET);
    Bucket last = buckets.peekLast();
    BigDecimal notional = px.multiply(sz);
    if (last != null && last.time == start) {
      buckets.removeLast();
      buckets.addLast(
          new Bucket(start, last.base.add(sz), last.notional.add(notional), last.firstPx));
    } else {
      buckets.addLast(new Bucket(start, sz, notional, px));
      while (buckets.getFirst().time < start - DAY) {
        buckets.removeFirst();
      }
    }
  }

  /** Base units of the last day. */
  public BigDecimal base(long now) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Bucket bucket : buckets) {
      sum = bucket.time > now - DAY ? sum.add(bucket.base) : sum;
    }
    return sum;
  }

  /** USD of the last day. */
  public BigDecimal notional(long now) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Bucket bucket : buckets) {
      sum = bucket.time > now - DAY ? sum.add(bucket.notional) : sum;
    }
    return sum;
  }

  /** The price a day ago, or the first there is; {@code otherwise} without any. */
  public BigDecimal firstPx(long now, BigDecimal otherwise) {
    for (Bucket bucket : buckets) {
      if (bucket.time > now - DAY) {
        return bucket.firstPx;
      }
    }
    return otherwise;
  }

  List<Bucket> saved() {
    return List.copyOf(buckets);
  }

  void load(List<Bucket> saved) {
    buckets.addAll(saved);
  }
}
