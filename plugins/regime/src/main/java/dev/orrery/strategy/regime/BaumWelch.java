package dev.orrery.strategy.regime;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Trains a model by the algorithm of Baum and Welch, with the scaling of Rabiner (1989, section
 * V.A): expectation and maximisation in turn, until the likelihood hardly grows. It begins from
 * several models drawn from a seed and keeps the likeliest, so the same returns and seed give the
 * same model on every machine: only {@link StrictMath} and a fixed order of sums are used. States
 * are put in order of their deviation, the calmest first. Pure functions.
 */
final class BaumWelch {
  private static final int BEGINNINGS = 5;
  private static final int ROUNDS = 200;
  private static final double HARDLY = 1e-8;

  /** No state may shrink to a point: a share of the deviation of all returns. */
  private static final double LEAST_DEVIATION = 0.01;

  private static final double LEAST = 1e-300;

  private BaumWelch() {}

  /**
   * A model of these returns.
   *
   * @param states 2 to 8
   * @throws IllegalArgumentException when there are too few returns, or they are all the same
   */
  static HiddenMarkov train(double[] returns, int states, long seed) {
    if (states < 2 || states > 8) {
      throw new IllegalArgumentException("states are 2 to 8, not " + states);
    }
    if (returns.length < 20 * states) {
      throw new IllegalArgumentException(
          "too few returns for " + states + " states: " + returns.length);
    }
    double mean = Arrays.stream(returns).sum() / returns.length;
    double squares = 0;
    for (double value : returns) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = StrictMath.sqrt(squares / returns.length);
    if (!(deviation > 0)) {
      throw new IllegalArgumentException("the returns are all the same");
    }
    SplittableRandom random = new SplittableRandom(seed);
    Round best = null;
    for (int i = 0; i < BEGINNINGS; i++) {
      Round trained = climb(returns, drawn(states, mean, deviation, random), deviation);
      if (best == null || trained.logLikelihood > best.logLikelihood) {
        best = trained;
      }
    }
    return ordered(Objects.requireNonNull(best).model);
  }

  private record Round(HiddenMarkov model, double logLikelihood) {}

  private static Round climb(double[] returns, HiddenMarkov first, double deviation) {
    HiddenMarkov model = first;
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ROUNDS; i++) {
      Round next = round(model, returns, LEAST_DEVIATION * deviation);
      if (next.logLikelihood - before < HARDLY * Math.abs(next.logLikelihood)) {
        return new Round(model, next.logLikelihood);
      }
      before = next.logLikelihood;
      model = next.model;
    }
    return new Round(model, before);
  }

  /** States that stay, of deviations spread around that of all. */
  private static HiddenMarkov drawn(
      int states, double mean, double deviation, SplittableRandom random) {
    double[] start = new double[states];
    double[][] moves = new double[states][states];
    double[] means = new double[states];
    double[] deviations = new double[states];
    Arrays.fill(start, 1.0 / states);
    for (int from = 0; from < states; from++) {
      double stays = 0.8 + 0.19 * random.nextDouble();
      Arrays.fill(moves[from], (1 - stays) / (states - 1));
      moves[from][from] = stays;
      means[from] = mean + deviation * (random.nextDouble() - 0.5);
      deviations[from] = deviation * (0.3 + 1.5 * (from + random.nextDouble()) / states);
    }
    return new HiddenMarkov(start, moves, means, deviations);
  }

  /** One step of the algorithm; the likelihood is that of the model it begins with. */
  private static Round round(HiddenMarkov model, double[] returns, double least) {
    int states = model.states();
    int length = returns.length;
    double[][] density = new double[length][states];
    for (int t = 0; t < length; t++) {
      for (int state = 0; state < states; state++) {
        density[t][state] = Math.max(model.density(state, returns[t]), LEAST);
      }
    }
    double[][] forward = new double[length][];
    double[] scale = new double[length];
    Forward filter = new Forward(model);
    for (int t = 0; t < length; t++) {
      scale[t] = filter.take(returns[t]);
      forward[t] = filter.belief();
    }
    double[][] moved = new double[states][states];
    double[] been = new double[states];
    double[] sum = new double[states];
    double[][] posterior = new double[length][states];
    double[] backward = new double[states];
    Arrays.fill(backward, 1);
    for (int t = length - 1; t >= 0; t--) {
      if (t < length - 1) {
        double[] earlier = new double[states];
        for (int from = 0; from < states; from++) {
          for (int to = 0; to < states; to++) {
            double way = model.moves()[from][to] * density[t + 1][to] * backward[to] / scale[t + 1];
            moved[from][to] += forward[t][from] * way;
            earlier[from] += way;
          }
        }
        backward = earlier;
      }
      for (int state = 0; state < states; state++) {
        posterior[t][state] = forward[t][state] * backward[state];
        been[state] += posterior[t][state];
        sum[state] += posterior[t][state] * returns[t];
      }
    }
    return new Round(
        maximised(posterior, moved, been, sum, returns, least), filter.logLikelihood());
  }

  private static HiddenMarkov maximised(
      double[][] posterior,
      double[][] moved,
      double[] been,
      double[] sum,
      double[] returns,
      double least) {
    int states = been.length;
    double[] mean = new double[states];
    double[] squares = new double[states];
    double[] deviation = new double[states];
    for (int state = 0; state < states; state++) {
      mean[state] = sum[state] / Math.max(been[state], LEAST);
    }
    for (int t = 0; t < returns.length; t++) {
      for (int state = 0; state < states; state++) {
        double distance = returns[t] - mean[state];
        squares[state] += posterior[t][state] * distance * distance;
      }
    }
    for (int state = 0; state < states; state++) {
      double variance = squares[state] / Math.max(been[state], LEAST);
      deviation[state] = Math.max(StrictMath.sqrt(variance), least);
      moved[state] = shares(moved[state]);
    }
    return new HiddenMarkov(shares(posterior[0]), moved, mean, deviation);
  }

  private static double[] shares(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    return sum > 0
        ? Arrays.stream(weights).map(weight -> weight / sum).toArray()
        : IntStream.range(0, weights.length).mapToDouble(i -> 1.0 / weights.length).toArray();
  }

  private static HiddenMarkov ordered(HiddenMarkov model) {
    int[] order =
        IntStream.range(0, model.states())
            .boxed()
            .sorted(Comparator.comparingDouble(state -> model.deviation()[state]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[][] moves = new double[order.length][];
    for (int i = 0; i < order.length; i++) {
      moves[i] = picked(model.moves()[order[i]], order);
    }
    return new HiddenMarkov(
        picked(model.start(), order),
        moves,
        picked(model.mean(), order),
        picked(model.deviation(), order));
  }

  private static double[] picked(double[] values, int[] order) {
    return Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
  }
}
