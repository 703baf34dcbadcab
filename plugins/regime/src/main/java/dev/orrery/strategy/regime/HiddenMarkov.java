package dev.orrery.strategy.regime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A hidden Markov model: in each state the returns of candles are normal, with a mean and a
 * deviation of that state. Nobody changes its arrays, so they are not copied: a filter reads them
 * at every step.
 */
final class HiddenMarkov {
  private static final double ROOT_OF_TWO_PI = StrictMath.sqrt(2 * StrictMath.PI);
  private static final double ENOUGH = 1e-6;

  private final double[] start;
  private final double[][] moves;
  private final double[] mean;
  private final double[] deviation;

  /**
   * A model.
   *
   * @param start how probable each state is before the first return
   * @param moves from each state how probable each next one is
   * @param mean of returns in each state
   * @param deviation of returns in each state, above zero
   */
  HiddenMarkov(double[] start, double[][] moves, double[] mean, double[] deviation) {
    int states = start.length;
    if (states < 2
        || moves.length != states
        || mean.length != states
        || deviation.length != states) {
      throw new IllegalArgumentException("a model has two states or more, and all of each");
    }
    distribution("start", start);
    for (double[] row : moves) {
      if (row.length != states) {
        throw new IllegalArgumentException("a state moves to as many states as there are");
      }
      distribution("a row of moves", row);
    }
    for (double each : deviation) {
      if (!(each > 0)) {
        throw new IllegalArgumentException("a deviation is above zero, not " + each);
      }
    }
    this.start = start;
    this.moves = moves;
    this.mean = mean;
    this.deviation = deviation;
  }

  double[] start() {
    return start;
  }

  double[][] moves() {
    return moves;
  }

  double[] mean() {
    return mean;
  }

  double[] deviation() {
    return deviation;
  }

  private static void distribution(String name, double[] values) {
    double sum = Arrays.stream(values).sum();
    if (!(Math.abs(sum - 1) < ENOUGH) || Arrays.stream(values).anyMatch(value -> !(value >= 0))) {
      throw new IllegalArgumentException(name + " must add up to 1: " + Arrays.toString(values));
    }
  }

  int states() {
    return start.length;
  }

  /** How likely a return is in a state: the density of its normal distribution. */
  double density(int state, double value) {
    double distance = (value - mean[state]) / deviation[state];
    return StrictMath.exp(-distance * distance / 2) / (deviation[state] * ROOT_OF_TWO_PI);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HiddenMarkov it
        && Arrays.equals(start, it.start)
        && Arrays.deepEquals(moves, it.moves)
        && Arrays.equals(mean, it.mean)
        && Arrays.equals(deviation, it.deviation);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(mean) + 31 * Arrays.hashCode(deviation);
  }

  @Override
  public String toString() {
    return ModelText.of(this);
  }
}
