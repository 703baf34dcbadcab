package dev.orrery.exchange.desk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Weight that each address of the internet has used in the last minute. Thread-safe. */
public final class IpWeights {
  private static final long WINDOW_NANOS = 60_000_000_000L;

  /** Uses within one slice are kept as one: a minute is at most 600 entries an address. */
  private static final long SLICE_NANOS = 100_000_000L;

  private final int perMinute;
  private final LongSupplier nanoClock;
  private final Map<String, Window> windows = new HashMap<>();

  /**
   * Counts.
   *
   * @param perMinute what an address may use in any minute; 0 for no limit
   * @param nanoClock a clock that only goes forward, as {@code System::nanoTime}
   */
  public IpWeights(int perMinute, LongSupplier nanoClock) {
    this.perMinute = perMinute;
    this.nanoClock = nanoClock;
  }

  /** Uses weight, if there is as much left; one use may go over, as answers have rows. */
  public synchronized boolean take(String ip, int weight) {
    if (perMinute == 0) {
      return true;
    }
    Window window = windows.computeIfAbsent(ip, it -> new Window());
    long now = nanoClock.getAsLong();
    window.forget(now);
    if (window.used + weight > perMinute) {
      return false;
    }
    window.add(now, weight);
    return true;
  }

  /** Uses weight that is owed already. */
  public synchronized void owe(String ip, int weight) {
    if (perMinute > 0 && weight > 0) {
      windows.computeIfAbsent(ip, it -> new Window()).add(nanoClock.getAsLong(), weight);
    }
  }

  private static final class Window {
    private final Deque<long[]> uses = new ArrayDeque<>();
    private long used;

    void forget(long now) {
      while (!uses.isEmpty() && now - uses.getFirst()[0] >= WINDOW_NANOS) {
        used -= uses.removeFirst()[1];
      }
    }

    void add(long now, int weight) {
      used += weight;
      if (!uses.isEmpty() && now - uses.getLast()[0] < SLICE_NANOS) {
        uses.getLast()[1] += weight;
      } else {
        uses.addLast(new long[] {now, weight});
      }
    }
  }
}
