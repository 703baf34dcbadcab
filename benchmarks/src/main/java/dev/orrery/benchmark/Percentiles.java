package dev.orrery.benchmark;

import java.util.Arrays;

/** What share of measurements was at most how long. */
final class Percentiles {
  private final long[] sorted;

  Percentiles(long[] nanos) {
    this.sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  /** The nanoseconds that so many per cent did not exceed, by nearest rank. */
  long nanos(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  double micros(double percent) {
    return nanos(percent) / 1e3;
  }

  double millis(double percent) {
    return nanos(percent) / 1e6;
  }
}
