package dev.orrery.backtest.optimize;

import dev.orrery.backtest.BacktestResult;
import dev.orrery.backtest.CurvePoint;
import dev.orrery.backtest.Measured;
import dev.orrery.backtest.ReturnMoments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the tests of windows one behind the other. Confined to one thread. */
final class JoinedTests {
  private static final int DAYS = 365;
  private static final int LEAST_RETURNS = 3;

  private final List<CurvePoint> curve = new ArrayList<>();
  private double worth = 1;
  private double peak = 1;
  private double deepest;
  private long count;
  private double mean;
  private double squares;
  private boolean daily;
  private boolean alike = true;

  void add(Measured test) {
    BacktestResult result = test.result();
    double start = result.figures().startCash().value().doubleValue();
    for (CurvePoint point : result.curve()) {
      double lowest = worth * point.lowest() / start;
      double equity = worth * point.equity() / start;
      deepest = Math.max(deepest, (peak - lowest) / peak);
      peak = Math.max(peak, equity);
      curve.add(new CurvePoint(point.time(), equity, lowest, point.price()));
    }
    worth *= 1 + result.figures().gain().doubleValue();
    alike &= count == 0 || daily == result.figures().sharpeDaily();
    daily = result.figures().sharpeDaily();
    add(test.returns());
  }

  /** Mean and squares of both together (Chan, Golub and LeVeque 1979). */
  private void add(ReturnMoments more) {
    if (more.count() == 0) {
      return;
    }
    double apart = more.mean() - mean;
    long both = count + more.count();
    squares +=
        more.deviation() * more.deviation() * (more.count() - 1)
            + apart * apart * count * more.count() / both;
    mean += apart * more.count() / both;
    count = both;
  }

  Optional<OptimizeResult.Joined> joined() {
    return curve.isEmpty()
        ? Optional.empty()
        : Optional.of(new OptimizeResult.Joined(worth - 1, deepest, sharpe(), curve));
  }

  private double sharpe() {
    if (!alike || count < LEAST_RETURNS || !(squares > 0)) {
      return Double.NaN;
    }
    double deviation = StrictMath.sqrt(squares / (count - 1));
    return mean / deviation * StrictMath.sqrt(daily ? DAYS : DAYS * 24);
  }
}
