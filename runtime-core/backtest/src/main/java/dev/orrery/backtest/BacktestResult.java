package dev.orrery.backtest;

import dev.orrery.kernel.Sha256;
import dev.orrery.market.file.DataSummary;
import dev.orrery.runtime.recording.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a backtest gave.
 *
 * @param subject what was tested
 * @param from when the first row that was played happened
 * @param to when the last one did
 * @param rows how many rows were played
 * @param figures what it earned
 * @param market what the market did meanwhile
 * @param decisions how many decisions ended how; those with orders as they were settled
 * @param trips every trade in the order opened, one that is still open last
 * @param curve equity and price, in at most 600 points
 * @param notes what a reader must know before believing the figures; one line each
 * @param digest of every decision, order, fill and state value, in order: the same whenever the
 *     same is run
 */
public record BacktestResult(
    Subject subject,
    Instant from,
    Instant to,
    long rows,
    Figures figures,
    BuyAndHold market,
    Map<Verdict, Long> decisions,
    List<RoundTrip> trips,
    List<CurvePoint> curve,
    List<String> notes,
    Sha256 digest) {
  /** Copies. */
  public BacktestResult {
    trips = List.copyOf(trips);
    curve = List.copyOf(curve);
    notes = List.copyOf(notes);
  }

  /**
   * What was tested, exactly.
   *
   * @param strategy its name
   * @param jar file name of its jar
   * @param jarDigest SHA-256 of the jar
   * @param parameters in force, canonical JSON
   * @param symbol what it traded
   * @param data name of the recording
   * @param dataDigest SHA-256 of the recording
   * @param summary what the recording covers, with its gaps
   */
  public record Subject(
      String strategy,
      String jar,
      String jarDigest,
      String parameters,
      String symbol,
      String data,
      Sha256 dataDigest,
      DataSummary summary) {}
}
