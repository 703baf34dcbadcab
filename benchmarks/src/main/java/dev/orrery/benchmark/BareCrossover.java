package dev.orrery.benchmark;

/** The crossover as a loop over one column: the same arithmetic, and no runtime. */
final class BareCrossover {
  private final int fast;
  private final int slow;
  private int trades;
  private double profit;

  BareCrossover(int fast, int slow) {
    this.fast = fast;
    this.slow = slow;
  }

  /** Positions closed. */
  int trades() {
    return trades;
  }

  /** What one unit has earned, without costs: kept so that the loop is not for nothing. */
  double profit() {
    return profit;
  }

  void run(double[] closes) {
    trades = 0;
    profit = 0;
    boolean in = false;
    double entry = 0;
    for (int end = slow; end <= closes.length; end++) {
      double fastMean = mean(closes, end - fast, end);
      double slowMean = mean(closes, end - slow, end);
      if (fastMean > slowMean && !in) {
        in = true;
        entry = closes[end - 1];
      } else if (fastMean < slowMean && in) {
        in = false;
        trades++;
        profit += closes[end - 1] - entry;
      }
    }
  }

  private static double mean(double[] closes, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += closes[i];
    }
    return sum / (to - from);
  }
}
