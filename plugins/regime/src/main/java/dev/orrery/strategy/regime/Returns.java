package dev.orrery.strategy.regime;

/** Returns of closes, in logarithms. Pure functions. */
final class Returns {
  private Returns() {}

  /** One fewer than there are closes. */
  static double[] of(double[] closes) {
    double[] returns = new double[Math.max(closes.length - 1, 0)];
    for (int i = 0; i < returns.length; i++) {
      returns[i] = StrictMath.log(closes[i + 1] / closes[i]);
    }
    return returns;
  }
}
