package dev.orrery.backtest.report;

import java.util.List;

/**
 * How the gains of trades are distributed: bars of equal width, with a border at zero.
 *
 * @param width of a bar, a fraction
 * @param first where the first bar begins
 * @param counts trades in each bar
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, nobody changes them
record Histogram(double width, double first, long[] counts) {
  private static final int BARS = 24;
  private static final double[] NICE = {1, 2, 2.5, 5, 10};

  /** Of the trades that are over; without bars when none is. */
  static Histogram of(List<Trade> trades) {
    double[] gains =
        trades.stream().filter(Trade::over).mapToDouble(it -> it.gain().doubleValue()).toArray();
    if (gains.length == 0) {
      return new Histogram(0, 0, new long[0]);
    }
    double least = 0;
    double most = 0;
    for (double gain : gains) {
      least = Math.min(least, gain);
      most = Math.max(most, gain);
    }
    double width = width(Math.max(most - least, 1e-6));
    long from = (long) Math.floor(least / width);
    long[] counts = new long[(int) ((long) Math.floor(most / width) - from) + 1];
    for (double gain : gains) {
      counts[(int) ((long) Math.floor(gain / width) - from)]++;
    }
    return new Histogram(width, from * width, counts);
  }

  private static double width(double range) {
    double rough = range / BARS;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    for (double nice : NICE) {
      if (nice * power >= rough) {
        return nice * power;
      }
    }
    return 10 * power;
  }
}
