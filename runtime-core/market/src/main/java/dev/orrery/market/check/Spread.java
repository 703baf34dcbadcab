package dev.orrery.market.check;

import java.util.Arrays;

/**
 * Where numbers usually lie, and how far apart, in a way that a few far ones do not change.
 *
 * @param median the middle one
 * @param deviation 1.4826 × the median distance from it, or 1.2533 × the mean one where that is 0
 */
record Spread(double median, double deviation) {
  private static final double OF_MEDIAN = 1.4826;
  private static final double OF_MEAN = 1.2533;

  static Spread of(double[] numbers) {
    if (numbers.length == 0) {
      return new Spread(0, 0);
    }
    double median = middle(numbers.clone());
    double[] distances = new double[numbers.length];
    double sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      distances[i] = Math.abs(numbers[i] - median);
      sum += distances[i];
    }
    double robust = OF_MEDIAN * middle(distances);
    return new Spread(median, robust > 0 ? robust : OF_MEAN * sum / numbers.length);
  }

  private static double middle(double[] numbers) {
    Arrays.sort(numbers);
    int half = numbers.length / 2;
    return numbers.length % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
  }

  /** How many deviations from the middle; 0 where all numbers are the same. */
  double deviations(double number) {
    return deviation == 0 ? 0 : Math.abs(number - median) / deviation;
  }
}
