package dev.orrery.market.check;

import java.util.Arrays;

/** Times, prices and lines of the rows that are sound and in order. Confined to one thread. */
final class Series {
  private long[] times = new long[1_024];
  private double[] prices = new double[1_024];
  private int[] lines = new int[1_024];
  private int size;

  void add(int line, long time, double price) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      prices = Arrays.copyOf(prices, 2 * size);
      lines = Arrays.copyOf(lines, 2 * size);
    }
    times[size] = time;
    prices[size] = price;
    lines[size++] = line;
  }

  int size() {
    return size;
  }

  long time(int row) {
    return times[row];
  }

  double price(int row) {
    return prices[row];
  }

  int line(int row) {
    return lines[row];
  }

  double logReturn(int row) {
    return StrictMath.log(prices[row] / prices[row - 1]);
  }

  double[] returns() {
    double[] all = new double[Math.max(0, size - 1)];
    for (int i = 0; i < all.length; i++) {
      all[i] = logReturn(i + 1);
    }
    return all;
  }

  /** The shortest distance of two rows; 0 with fewer than two. */
  long shortest() {
    long shortest = size < 2 ? 0 : Long.MAX_VALUE;
    for (int i = 1; i < size; i++) {
      shortest = Math.min(shortest, times[i] - times[i - 1]);
    }
    return shortest;
  }
}
