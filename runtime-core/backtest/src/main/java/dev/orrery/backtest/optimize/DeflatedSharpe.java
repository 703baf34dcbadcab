package dev.orrery.backtest.optimize;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How likely it is that the best of many trials has a true Sharpe ratio above zero: Bailey and
 * López de Prado 2014, "The Deflated Sharpe Ratio: Correcting for Selection Bias, Backtest
 * Overfitting and Non-Normality", Journal of Portfolio Management 40 (5).
 *
 * <p>Of {@code N} trials without any skill, whose Sharpe ratios vary by {@code V}, the best is
 * expected to show
 *
 * <pre>
 * SR0 = √V × ((1 − γ) × Z⁻¹(1 − 1/N) + γ × Z⁻¹(1 − 1/(N e)))
 * </pre>
 *
 * with the Euler-Mascheroni constant {@code γ}. The deflated Sharpe ratio is the probability that
 * the one observed over {@code T} returns of skewness {@code g3} and kurtosis {@code g4} is above
 * that:
 *
 * <pre>
 * DSR = Z((SR − SR0) × √(T − 1) / √(1 − g3 × SR + (g4 − 1) / 4 × SR²))
 * </pre>
 *
 * <p>All Sharpe ratios are of one period, not of a year. The trials of a grid are not independent,
 * so {@code N} is more than there effectively were: the warning errs on the careful side.
 *
 * @param value the probability
 * @param expected {@code SR0}: what luck alone would show, of one period
 * @param trials {@code N}
 * @param variance {@code V}
 */
public record DeflatedSharpe(double value, double expected, int trials, double variance) {
  /** What is less is more likely luck than one usually allows for. */
  public static final double BELIEVED = 0.95;

  private static final double EULER_MASCHERONI = 0.577_215_664_901_532_9;

  /** Whether the best is likely the luck of the search. */
  public boolean isDoubtful() {
    return !(value >= BELIEVED);
  }

  /**
   * Of the best of some trials.
   *
   * @param all the trials that ran, the best among them
   * @return empty when the best has no Sharpe ratio, or fewer than two trials have one
   */
  static Optional<DeflatedSharpe> of(Score best, Collection<Score> all) {
    double[] ratios =
        all.stream().mapToDouble(Score::periodSharpe).filter(Double::isFinite).toArray();
    OptionalDouble variance = variance(ratios);
    if (variance.isEmpty() || Double.isNaN(best.periodSharpe())) {
      return Optional.empty();
    }
    return Optional.of(
        of(
            best.periodSharpe(),
            best.returns(),
            best.skewness(),
            best.kurtosis(),
            ratios.length,
            variance.getAsDouble()));
  }

  static DeflatedSharpe of(
      double sharpe, int returns, double skewness, double kurtosis, int trials, double variance) {
    double expected =
        StrictMath.sqrt(variance)
            * ((1 - EULER_MASCHERONI) * Normal.quantile(1 - 1.0 / trials)
                + EULER_MASCHERONI * Normal.quantile(1 - 1 / (trials * StrictMath.E)));
    double spread = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe;
    double value =
        Normal.probability(
            (sharpe - expected) * StrictMath.sqrt(returns - 1.0) / StrictMath.sqrt(spread));
    return new DeflatedSharpe(value, expected, trials, variance);
  }

  /** Sample variance; empty with fewer than two. */
  private static OptionalDouble variance(double[] values) {
    if (values.length < 2) {
      return OptionalDouble.empty();
    }
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return OptionalDouble.of(squares / (values.length - 1));
  }
}
