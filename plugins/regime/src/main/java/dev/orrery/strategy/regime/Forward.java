package dev.orrery.strategy.regime;

import java.util.Arrays;

/**
 * The forward algorithm, scaled at each step (Rabiner 1989, section V.A): after each return the
 * probability of each state, given that return and those before it. What comes later is not asked
 * for, so nothing looks ahead. Confined to one thread.
 */
final class Forward {
  /** What is so unlikely under every state counts as equally likely under all. */
  private static final double LEAST = 1e-300;

  private final HiddenMarkov model;
  private double[] belief;
  private double logLikelihood;
  private boolean begun;

  Forward(HiddenMarkov model) {
    this.model = model;
    this.belief = model.start().clone();
  }

  /** Takes the next return; gives how likely it was, given those before it. */
  double take(double value) {
    int states = model.states();
    double[] next = new double[states];
    double scale = 0;
    for (int to = 0; to < states; to++) {
      double prior = belief[to];
      if (begun) {
        prior = 0;
        for (int from = 0; from < states; from++) {
          prior += belief[from] * model.moves()[from][to];
        }
      }
      next[to] = prior * Math.max(model.density(to, value), LEAST);
      scale += next[to];
    }
    for (int to = 0; to < states; to++) {
      next[to] /= scale;
    }
    belief = next;
    begun = true;
    logLikelihood += StrictMath.log(scale);
    return scale;
  }

  /** How probable each state is now. */
  double[] belief() {
    return belief.clone();
  }

  /** The logarithm of how likely all returns so far are under the model. */
  double logLikelihood() {
    return logLikelihood;
  }

  /** How probable each state is after these. */
  static double[] after(HiddenMarkov model, double[] returns) {
    Forward forward = new Forward(model);
    Arrays.stream(returns).forEach(forward::take);
    return forward.belief();
  }
}
