package dev.orrery.backtest.optimize;

import dev.orrery.backtest.BacktestResult;
import dev.orrery.backtest.Figures;
import dev.orrery.backtest.Measured;
import dev.orrery.backtest.ReturnMoments;

/**
 * What is kept of one run.
 *
 * @param sharpe of a year; NaN when it cannot be told
 * @param periodSharpe of one period; NaN when it cannot be told
 * @param returns how many periods
 * @param skewness of their returns
 * @param kurtosis of their returns, 3 for normal ones
 * @param gain end over start less one
 * @param drawdown deepest fall, a fraction
 * @param trades round trips that are over
 * @param winRate those that earned something
 * @param degenerate it proposed nothing in a day and more
 * @param digest of everything it decided; empty when it failed
 * @param failure what broke the run; empty when nothing did
 */
public record Score(
    double sharpe,
    double periodSharpe,
    int returns,
    double skewness,
    double kurtosis,
    double gain,
    double drawdown,
    int trades,
    double winRate,
    boolean degenerate,
    String digest,
    String failure) {
  static Score of(Measured measured) {
    BacktestResult result = measured.result();
    Figures figures = result.figures();
    ReturnMoments returns = measured.returns();
    return new Score(
        figures.sharpe().orElse(Double.NaN),
        returns.sharpe().orElse(Double.NaN),
        returns.count(),
        returns.skewness(),
        returns.kurtosis(),
        figures.gain().doubleValue(),
        figures.maxDrawdown().doubleValue(),
        figures.trades(),
        figures.winRate().doubleValue(),
        result.notes().stream().anyMatch(note -> note.startsWith("degenerate")),
        result.digest().hex(),
        "");
  }

  static Score failed(String why) {
    return new Score(Double.NaN, Double.NaN, 0, 0, 3, Double.NaN, Double.NaN, 0, 0, false, "", why);
  }

  /** Whether it ran to its end. */
  public boolean ran() {
    return failure.isEmpty();
  }
}
