package dev.orrery.backtest.optimize;

/** The standard normal distribution, the same on every machine. */
final class Normal {
  /** Beyond it there is nothing that a double could tell from 0 or 1. */
  private static final double FAR = 9;

  private static final int HALVINGS = 80;

  private Normal() {}

  /**
   * Probability of no more than {@code x}: Marsaglia 2004, "Evaluating the normal distribution", by
   * the series 1/2 + density(x) × (x + x³/3 + x⁵/15 + …).
   */
  static double probability(double x) {
    if (x <= -FAR) {
      return 0;
    }
    if (x >= FAR) {
      return 1;
    }
    double sum = x;
    double term = x;
    for (int i = 3; sum + term != sum; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
  }

  /** The {@code x} of a probability between 0 and 1, by halving. */
  static double quantile(double probability) {
    double low = -FAR;
    double high = FAR;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (probability(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
