package dev.orrery.market.jump;

import java.util.Arrays;

/**
 * The highest or lowest price of a window of time, in constant time a price on average: only prices
 * that no later one beats are kept, in a ring, so the first is the extreme.
 */
final class SlidingExtreme {
  private final boolean highest;
  private long[] times = new long[64];
  private double[] prices = new double[64];
  private int first;
  private int count;

  SlidingExtreme(boolean highest) {
    this.highest = highest;
  }

  /** Takes the next price; forgets those more than {@code window} before it. */
  void add(long time, double price, long window) {
    while (count > 0 && times[first] < time - window) {
      first = (first + 1) & (times.length - 1);
      count--;
    }
    while (count > 0 && !beats(prices[at(count - 1)], price)) {
      count--;
    }
    if (count == times.length) {
      grow();
    }
    int slot = at(count);
    times[slot] = time;
    prices[slot] = price;
    count++;
  }

  /** The extreme of the window; there is one after the first {@link #add}. */
  double extreme() {
    return prices[first];
  }

  void clear() {
    first = 0;
    count = 0;
  }

  private boolean beats(double earlier, double later) {
    return highest ? earlier > later : earlier < later;
  }

  private int at(int index) {
    return (first + index) & (times.length - 1);
  }

  private void grow() {
    long[] newTimes = Arrays.copyOf(times, 2 * count);
    double[] newPrices = Arrays.copyOf(prices, 2 * count);
    for (int i = 0; i < count; i++) {
      newTimes[i] = times[at(i)];
      newPrices[i] = prices[at(i)];
    }
    times = newTimes;
    prices = newPrices;
    first = 0;
  }
}
