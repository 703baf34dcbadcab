package dev.orrery.backtest.optimize;

import dev.orrery.backtest.CurvePoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param strategy its name
 * @param names the parameters searched, in order
 * @param metric what was looked for
 * @param from when the first row was played
 * @param to when the last one was
 * @param refused combinations that do not fit the strategy: not run
 * @param resumed trials that were known from before
 * @param ranked every combination that was run over the whole range, the best first; empty when
 *     walking forward
 * @param deflated how far the best is to be believed; empty when it cannot be told, or walking
 *     forward
 * @param windows one after the other; empty without walking forward
 * @param joined what the tests of the windows earned one after the other; empty without any
 * @param warnings what must be known before believing it, a line each
 */
public record OptimizeResult(
    String strategy,
    List<String> names,
    Metric metric,
    Instant from,
    Instant to,
    List<Refused> refused,
    int resumed,
    List<Ranked> ranked,
    Optional<DeflatedSharpe> deflated,
    List<WindowResult> windows,
    Optional<Joined> joined,
    List<String> warnings) {
  /** Copies. */
  public OptimizeResult {
    names = List.copyOf(names);
    refused = List.copyOf(refused);
    ranked = List.copyOf(ranked);
    windows = List.copyOf(windows);
    warnings = List.copyOf(warnings);
  }

  /** A combination that does not fit, and why. */
  public record Refused(Map<String, String> parameters, String why) {}

  /** A combination and what it gave. */
  public record Ranked(Map<String, String> parameters, Score score) {}

  /**
   * One window of a walk forward.
   *
   * @param best of the training part
   * @param inSample what it gave there
   * @param outOfSample what it gave in the part behind it
   */
  public record WindowResult(
      WalkForward.Window window, Map<String, String> best, Score inSample, Score outOfSample) {}

  /**
   * The tests of all windows, each beginning with what the one before it ended with.
   *
   * @param gain end over start less one
   * @param drawdown deepest fall, a fraction, as far as the points show it
   * @param sharpe of a year, of all their returns together; NaN when it cannot be told
   * @param curve equity, beginning with 1
   */
  public record Joined(double gain, double drawdown, double sharpe, List<CurvePoint> curve) {
    /** Copies. */
    public Joined {
      curve = List.copyOf(curve);
    }
  }
}
