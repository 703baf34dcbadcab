package dev.orrery.market.candle;

import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import java.util.List;

/**
 * Candles that were kept one after the other, and windows over them that read as those of a feed
 * do. Grows at its end. Confined to one thread; windows are immutable.
 */
public final class CandleChain {
  private CandleColumns columns;
  private int size;

  private CandleChain(CandleColumns columns, int size) {
    this.columns = columns;
    this.size = size;
  }

  /** An empty one. */
  public static CandleChain empty() {
    return new CandleChain(new CandleColumns(8), 0);
  }

  /**
   * A stretch of a chain.
   *
   * @param from index of its first candle
   * @param to index after its last
   */
  public record Part(CandleChain chain, int from, int to) {
    int count() {
      return to - from;
    }
  }

  /** A window over stretches, in order. */
  public static Candles window(String symbol, Interval interval, List<Part> parts) {
    if (parts.size() == 1) {
      Part only = parts.getFirst();
      return new CandleWindow(symbol, interval, only.chain().columns, only.from(), only.count());
    }
    int count = parts.stream().mapToInt(Part::count).sum();
    CandleColumns joined = new CandleColumns(count);
    int at = 0;
    for (Part part : parts) {
      part.chain().columns.copyTo(joined, part.from(), at, part.count());
      at += part.count();
    }
    return new CandleWindow(symbol, interval, joined, 0, count);
  }

  /** A window over candles, oldest first. */
  public static Candles window(String symbol, Interval interval, Iterable<Candle> candles) {
    CandleChain chain = empty();
    candles.forEach(chain::add);
    return window(symbol, interval, List.of(new Part(chain, 0, chain.size)));
  }

  /** Another that begins with the first {@code count} candles of this one. */
  public CandleChain fork(int count) {
    return new CandleChain(columns.copy(0, count, Math.max(8, count + 1)), count);
  }

  /** Adds a candle at the end. */
  public void add(Candle candle) {
    if (size == columns.capacity()) {
      columns = columns.copy(0, size, size * 2);
    }
    columns.set(size, candle);
    size++;
  }

  /** How many candles there are. */
  public int size() {
    return size;
  }

  /** The first index below {@code end} whose candle opens at or after an instant. */
  public int firstFrom(long openTime, int end) {
    int first = end;
    while (first > 0 && columns.openTime[first - 1] >= openTime) {
      first--;
    }
    return first;
  }
}
