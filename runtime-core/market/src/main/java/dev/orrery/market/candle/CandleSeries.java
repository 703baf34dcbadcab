package dev.orrery.market.candle;

import dev.orrery.api.market.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The candles of one symbol and interval: the finished ones as columns, the one under construction,
 * and, for the length of one instant, one that has ended and waits for the close.
 *
 * <p>A candle {@code [open, open + interval)} is closed by its owner at its end, never by the data:
 * an event at the very end begins the next candle while this one still waits. One that lies in the
 * past when it arrives (a trade reported late) is left out, because its candle has been acted upon.
 *
 * <p>It is built from one source only, so that nothing is counted twice: trades, or candles of one
 * smaller interval that divides its own, whichever comes first; candles of its own interval replace
 * either from then on. Confined to its owner; {@link #slice} gives what others may see.
 */
public final class CandleSeries {
  private static final int FIRST_CAPACITY = 64;
  private static final int MIN_FULL_CAPACITY = 256;
  private static final long NO_SOURCE = -1;
  private static final long TRADES = 0;

  private final String symbol;
  private final Interval interval;
  private final long millis;
  private int keep;
  private CandleColumns columns = new CandleColumns(FIRST_CAPACITY);
  private int size;
  private CandleSlice slice;

  private long source = NO_SOURCE;
  private @Nullable Forming forming;
  private @Nullable Forming ended;

  private long toldEnd = Long.MIN_VALUE;

  /** Candles that open before this are not built: their beginning was missed. */
  private long completeFrom;

  /**
   * An empty series.
   *
   * @param seenUntil what happened up to this instant was missed: the candle it lies in is left out
   *     unless {@link #fill} brings its beginning; {@link Long#MIN_VALUE} when nothing was
   */
  public CandleSeries(String symbol, Interval interval, int keep, long seenUntil) {
    this.symbol = symbol;
    this.interval = interval;
    this.millis = interval.millis();
    this.keep = keep;
    this.slice = new CandleSlice(symbol, interval, columns, 0);
    this.completeFrom =
        seenUntil == Long.MIN_VALUE ? seenUntil : interval.floor(seenUntil) + millis;
  }

  /** The candles' symbol. */
  public String symbol() {
    return symbol;
  }

  /** The candles' length. */
  public Interval interval() {
    return interval;
  }

  /** How many finished candles it keeps at least. */
  public int keep() {
    return keep;
  }

  /** Keeps more from now on; never fewer. */
  public void keepAtLeast(int count) {
    keep = Math.max(keep, count);
  }

  /** The finished candles as they are now. */
  public CandleSlice slice() {
    return slice;
  }

  /** End of the earliest candle that waits or forms; {@link Long#MAX_VALUE} when there is none. */
  public long nextEnd() {
    Forming first = ended != null ? ended : forming;
    return first == null ? Long.MAX_VALUE : first.end;
  }

  /** The next end of a candle under construction not told before, or {@link Long#MAX_VALUE}. */
  public long untoldEnd() {
    if (ended != null && ended.end > toldEnd) {
      toldEnd = ended.end;
    } else if (forming != null && forming.end > toldEnd) {
      toldEnd = forming.end;
    } else {
      return Long.MAX_VALUE;
    }
    return toldEnd;
  }

  /** Takes a trade; whether a new candle began with it. */
  public boolean trade(long time, double price, double size) {
    if (source != TRADES) {
      if (source != NO_SOURCE) {
        return false;
      }
      source = TRADES;
    }
    return take(time, price, price, price, price, size);
  }

  /**
   * Takes a smaller candle; whether a new one of this series began with it. One that this series
   * cannot be built from is passed over.
   */
  public boolean part(long smallerMillis, Candle smaller) {
    if (source != smallerMillis) {
      if (source != NO_SOURCE || millis % smallerMillis != 0) {
        return false;
      }
      source = smallerMillis;
    }
    return take(
        smaller.openTime(),
        smaller.open(),
        smaller.high(),
        smaller.low(),
        smaller.close(),
        smaller.volume());
  }

  /** Takes a finished candle of this very interval; whether it is a new one. */
  public boolean whole(Candle candle) {
    source = millis;
    forming = null;
    ended = null;
    if (size > 0 && candle.openTime() <= columns.openTime[size - 1]) {
      return false;
    }
    append(candle);
    return true;
  }

  /** Closes the earliest candle if it ends at or before {@code limit}; null if none does. */
  public @Nullable Candle close(long limit) {
    Forming first = ended != null ? ended : forming;
    if (first == null || first.end > limit) {
      return null;
    }
    if (first == ended) {
      ended = null;
    } else {
      forming = null;
    }
    Candle closed = first.candle();
    append(closed);
    return closed;
  }

  /**
   * Takes in candles from before: finished ones that are not there yet, and as the last the parts
   * so far of those whose ends lie after {@code time}: of the one under construction, and before it
   * of one that ends at the very next instant.
   *
   * @param candles oldest first, at least one
   */
  public void fill(List<Candle> candles, long time) {
    int finished = candles.size();
    while (finished > 0 && candles.get(finished - 1).openTime() + millis > time) {
      finished--;
    }
    completeFrom = Long.MIN_VALUE;
    candles.subList(finished, candles.size()).forEach(this::construct);
    if (finished > 0) {
      merge(candles.subList(0, finished));
      forget(candles.get(finished - 1).openTime());
    }
  }

  /** What has come whole is not under construction any more. */
  private void forget(long openTime) {
    if (ended != null && ended.openTime <= openTime) {
      ended = null;
    }
    if (forming != null && forming.openTime <= openTime) {
      forming = null;
    }
  }

  /**
   * Takes what is known of a candle under construction, from whoever knows all of it; from now on
   * nothing else builds this series. Whether it is under construction now: one that was closed has
   * been acted upon.
   */
  public boolean soFar(Candle candle) {
    source = millis;
    construct(candle);
    return forming != null && forming.openTime == candle.openTime();
  }

  /** Puts the part of a candle in place of what is known of it. */
  private void construct(Candle part) {
    Forming known = forming;
    boolean closed = size > 0 && part.openTime() <= columns.openTime[size - 1];
    if (closed || (known != null && part.openTime() < known.openTime)) {
      return;
    }
    if (known != null && known.openTime < part.openTime()) {
      ended = known;
    }
    forming = new Forming(part, millis);
  }

  private boolean take(
      long time, double open, double high, double low, double close, double volume) {
    Forming current = forming;
    if (current != null && time < current.end) {
      if (time >= current.openTime) {
        current.add(high, low, close, volume);
      }
      return false;
    }
    long openTime = interval.floor(time);
    boolean closedBefore = size > 0 && openTime <= columns.openTime[size - 1];
    if (closedBefore || openTime < completeFrom) {
      return false;
    }
    ended = current;
    forming = new Forming(openTime, millis, open, high, low, close, volume);
    return true;
  }

  private void append(Candle candle) {
    if (size == columns.capacity()) {
      int full = Math.max(MIN_FULL_CAPACITY, 2 * keep);
      int from = columns.capacity() < full ? 0 : size - keep;
      columns = columns.copy(from, size, Math.min(full, Math.max(2 * size, FIRST_CAPACITY)));
      size -= from;
    }
    columns.set(size, candle);
    size++;
    slice = new CandleSlice(symbol, interval, columns, size);
  }

  /** Of a candle that is there already what comes now holds: its source has all of it. */
  private void merge(List<Candle> candles) {
    CandleColumns held = columns;
    int heldSize = size;
    columns = new CandleColumns(Math.max(FIRST_CAPACITY, heldSize + candles.size()));
    size = 0;
    int next = 0;
    for (Candle candle : candles) {
      while (next < heldSize && held.openTime[next] < candle.openTime()) {
        append(held.get(next++));
      }
      if (next < heldSize && held.openTime[next] == candle.openTime()) {
        next++;
      }
      if (size == 0 || columns.openTime[size - 1] < candle.openTime()) {
        append(candle);
      }
    }
    while (next < heldSize) {
      append(held.get(next++));
    }
    slice = new CandleSlice(symbol, interval, columns, size);
  }
}
