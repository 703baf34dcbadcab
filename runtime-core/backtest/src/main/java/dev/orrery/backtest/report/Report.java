package dev.orrery.backtest.report;

import dev.orrery.backtest.BacktestResult;
import dev.orrery.market.file.DataSummary;
import dev.orrery.runtime.recording.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * What a run earned, ready to be written: every figure with its definition, every trade, and charts
 * of so many points. Immutable.
 *
 * @param about what ran on what
 * @param from when the first row happened
 * @param to when the last one did
 * @param rows how many rows passed
 * @param partMillis length of a part of the charts
 * @param metrics every figure, by group
 * @param curve equity and what goes with it, in at most 1,200 points
 * @param prices price of each symbol as candles of the parts
 * @param series what the strategy recorded
 * @param trades in the order opened
 * @param stops stops and take-profits while they stood
 * @param months what each month gave
 * @param decisions how many decisions ended how
 * @param notes what must be known before believing the figures
 */
public record Report(
    About about,
    Instant from,
    Instant to,
    long rows,
    long partMillis,
    List<Metric> metrics,
    List<EquityPoint> curve,
    Map<String, List<Candle>> prices,
    List<Recorded> series,
    List<Trade> trades,
    List<StopLine> stops,
    List<MonthGain> months,
    Map<String, Long> decisions,
    List<String> notes) {
  /**
   * What ran on what.
   *
   * @param kind {@code backtest}, or what a deployment trades on: {@code paper}
   * @param strategy its name
   * @param symbols what it traded, or could
   * @param market the data
   * @param parameters in force, canonical JSON
   * @param facts digests, ranges and gaps: label and text, in order
   */
  public record About(
      String kind,
      String strategy,
      List<String> symbols,
      String market,
      String parameters,
      Map<String, String> facts) {}

  /** Of a backtest that this recorder heard. */
  public static Report of(BacktestResult result, RunRecorder recorder) {
    RunRecorder.Heard heard = recorder.heard();
    BacktestResult.Subject subject = result.subject();
    List<String> symbols =
        heard.prices().isEmpty() ? List.of(subject.symbol()) : List.copyOf(heard.prices().keySet());
    About about =
        new About(
            "backtest",
            subject.strategy(),
            symbols,
            subject.data(),
            subject.parameters(),
            facts(result));
    Map<String, Long> decisions = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      result
          .decisions()
          .computeIfPresent(
              verdict,
              (key, count) -> {
                decisions.put(key.text(), count);
                return count;
              });
    }
    return of(about, heard, decisions, result.notes(), result.figures().liquidations(), true);
  }

  /**
   * Of anything that this recorder heard.
   *
   * @param slippageKnown whether it was told the mark prices of fills
   */
  public static Report of(
      About about,
      RunRecorder recorder,
      Map<String, Long> decisions,
      List<String> notes,
      int liquidations,
      boolean slippageKnown) {
    return of(about, recorder.heard(), decisions, notes, liquidations, slippageKnown);
  }

  private static Report of(
      About about,
      RunRecorder.Heard heard,
      Map<String, Long> decisions,
      List<String> notes,
      int liquidations,
      boolean slippageKnown) {
    List<String> all = new ArrayList<>(notes);
    if (heard.valuesDropped() > 0) {
      all.add(heard.valuesDropped() + " values of further series are not shown");
    }
    Map<String, List<Candle>> prices = new LinkedHashMap<>();
    heard.prices().forEach((symbol, track) -> prices.put(symbol, track.candles()));
    return new Report(
        about,
        Instant.ofEpochMilli(heard.from()),
        Instant.ofEpochMilli(heard.to()),
        heard.rows(),
        heard.part(),
        Metrics.of(heard, liquidations, slippageKnown),
        heard.equity().points(),
        prices,
        heard.series(),
        heard.sums().trades(),
        heard.stops(),
        heard.equity().months().all(),
        decisions,
        List.copyOf(all));
  }

  private static Map<String, String> facts(BacktestResult result) {
    BacktestResult.Subject subject = result.subject();
    DataSummary data = subject.summary();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("run digest", result.digest().hex());
    facts.put("jar", subject.jar());
    facts.put("jar digest", subject.jarDigest());
    facts.put("data", subject.data());
    facts.put("data digest", subject.dataDigest().hex());
    facts.put(
        "data range", Instant.ofEpochMilli(data.from()) + " to " + Instant.ofEpochMilli(data.to()));
    facts.put("data rows", String.valueOf(data.rows()));
    facts.put(
        "data gaps",
        data.gaps() == 0
            ? "none of more than " + Duration.ofMillis(data.gapMillis())
            : data.gaps()
                + " of more than "
                + Duration.ofMillis(data.gapMillis())
                + ", the largest "
                + Duration.ofMillis(data.largestGapMillis()));
    return facts;
  }

  /** All of it as one JSON object, in one line. */
  public String json() {
    return ReportJson.of(this);
  }

  /** One figure by its key. */
  public Metric metric(String key) {
    return metrics.stream()
        .filter(each -> each.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no figure is called " + key));
  }
}
