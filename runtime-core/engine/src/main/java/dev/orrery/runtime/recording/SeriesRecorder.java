package dev.orrery.runtime.recording;

import dev.orrery.api.market.Candles;
import dev.orrery.kernel.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Journals each candle that decisions read once, and names runs of them by digest. Remembers the
 * blocks it has seen of each series, the latest {@value #KEPT_BLOCKS} of them. Thread-safe.
 */
public final class SeriesRecorder {
  private static final int KEPT_BLOCKS = 256;
  private static final int VALUES = 5;

  private final Map<SeriesKey, Series> series = new HashMap<>();

  /**
   * The digests of a window, one for each block it touches, oldest first.
   *
   * @param unrecorded takes the points that no decision has read before
   */
  public List<String> digests(Candles window, List<SeriesPoint> unrecorded) {
    SeriesKey key = new SeriesKey(window.symbol(), window.interval().millis());
    synchronized (this) {
      return series.computeIfAbsent(key, Series::new).digests(window, unrecorded);
    }
  }

  private record SeriesKey(String symbol, long intervalMillis) {}

  /** The blocks of one series, newest last. */
  private static final class Series {
    private final SeriesKey key;
    private final ArrayList<Block> blocks = new ArrayList<>();

    Series(SeriesKey key) {
      this.key = key;
    }

    List<String> digests(Candles window, List<SeriesPoint> unrecorded) {
      List<String> digests = new ArrayList<>(2);
      long blockMillis = key.intervalMillis() * SeriesPoint.BLOCK;
      int from = 0;
      while (from < window.size()) {
        long number = Math.floorDiv(window.openTime(from), blockMillis);
        long end = (number + 1) * blockMillis;
        int to = from + 1;
        while (to < window.size() && window.openTime(to) < end) {
          to++;
        }
        digests.add(block(number).digest(key, window, from, to, unrecorded));
        from = to;
      }
      return digests;
    }

    private Block block(long number) {
      for (int i = blocks.size() - 1; i >= 0; i--) {
        if (blocks.get(i).number == number) {
          return blocks.get(i);
        }
      }
      Block added = new Block(number);
      blocks.add(added);
      if (blocks.size() > KEPT_BLOCKS) {
        blocks.removeFirst();
      }
      return added;
    }
  }

  /** The candles seen of one block, and the digest after each. */
  private static final class Block {
    private final long number;
    private int size;
    private final long[] openTimes = new long[SeriesPoint.BLOCK];
    private final String[] digests = new String[SeriesPoint.BLOCK];

    /** Open, high, low, close and volume of each: a feed may correct a candle it has given. */
    private final double[] values = new double[SeriesPoint.BLOCK * VALUES];

    Block(long number) {
      this.number = number;
    }

    /**
     * The digest of the window's last candle in this block. A window that begins inside what is
     * known is a part of it; one that begins before it starts the block anew.
     */
    String digest(SeriesKey key, Candles window, int from, int to, List<SeriesPoint> unrecorded) {
      int known = size == 0 ? -1 : Arrays.binarySearch(openTimes, 0, size, window.openTime(from));
      if (known < 0) {
        size = 0;
        known = 0;
      }
      int at = known;
      for (int i = from; i < to; i++, at++) {
        if (at < size && isKnown(at, window, i)) {
          continue;
        }
        size = at;
        String previous = at == 0 ? "" : digests[at - 1];
        SeriesPoint point = point(key, window, i, previous);
        keep(at, point);
        size = at + 1;
        unrecorded.add(point);
      }
      return digests[at - 1];
    }

    private boolean isKnown(int at, Candles window, int i) {
      int from = at * VALUES;
      return openTimes[at] == window.openTime(i)
          && values[from] == window.open(i)
          && values[from + 1] == window.high(i)
          && values[from + 2] == window.low(i)
          && values[from + 3] == window.close(i)
          && values[from + 4] == window.volume(i);
    }

    private void keep(int at, SeriesPoint point) {
      openTimes[at] = point.openTime();
      digests[at] = point.digest();
      int from = at * VALUES;
      values[from] = point.open();
      values[from + 1] = point.high();
      values[from + 2] = point.low();
      values[from + 3] = point.close();
      values[from + 4] = point.volume();
    }

    private static SeriesPoint point(SeriesKey key, Candles window, int i, String previous) {
      MessageDigest digest = Sha256.newDigest();
      ByteBuffer buffer = ByteBuffer.allocate(7 * Long.BYTES);
      buffer
          .putLong(key.intervalMillis())
          .putLong(window.openTime(i))
          .putDouble(window.open(i))
          .putDouble(window.high(i))
          .putDouble(window.low(i))
          .putDouble(window.close(i))
          .putDouble(window.volume(i));
      digest.update((previous + '\n' + key.symbol() + '\n').getBytes(StandardCharsets.UTF_8));
      byte[] hash = digest.digest(buffer.array());
      return new SeriesPoint(
          HexFormat.of().formatHex(Arrays.copyOf(hash, 16)),
          previous,
          key.symbol(),
          key.intervalMillis(),
          window.openTime(i),
          window.open(i),
          window.high(i),
          window.low(i),
          window.close(i),
          window.volume(i));
    }
  }
}
