package dev.orrery.backtest.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A report as one JSON object. */
final class ReportJson {
  /** What a file of it begins with. */
  static final String BEGINNING = "{\"orrery_report\":1,";

  private ReportJson() {}

  /** Everything, in one line. */
  static String of(Report report) {
    Map<String, @Nullable Object> object = object(report);
    object.put("trades", report.trades().stream().map(ReportJson::trade).toList());
    return Json.text(object);
  }

  /** Everything but the trades. */
  static Map<String, @Nullable Object> object(Report report) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    Report.About about = report.about();
    object.put("orrery_report", 1);
    object.put("kind", about.kind());
    object.put("strategy", about.strategy());
    object.put("symbols", about.symbols());
    object.put("market", about.market());
    object.put("parameters", new Json.Raw(about.parameters()));
    object.put("from", report.from());
    object.put("to", report.to());
    object.put("rows", report.rows());
    object.put("part_ms", report.partMillis());
    object.put("facts", about.facts());
    object.put("metrics", metrics(report));
    object.put("decisions", report.decisions());
    object.put("notes", report.notes());
    object.put(
        "months",
        report.months().stream()
            .map(it -> ordered("month", it.month().toString(), "return", it.gain()))
            .toList());
    object.put("trade_returns", histogram(Histogram.of(report.trades())));
    object.put("curve", curve(report.curve()));
    Map<String, Object> prices = new LinkedHashMap<>();
    report.prices().forEach((symbol, candles) -> prices.put(symbol, candles(candles)));
    object.put("prices", prices);
    object.put("series", report.series().stream().map(it -> series(it)).toList());
    object.put("stops", report.stops().stream().map(ReportJson::stop).toList());
    return object;
  }

  private static Map<String, Object> metrics(Report report) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    for (Metric it : report.metrics()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("value", it.value());
      if (!it.silence().isEmpty()) {
        object.put("cannot_be_told", it.silence());
      }
      object.put("unit", it.unit().name().toLowerCase(java.util.Locale.ROOT));
      object.put("definition", it.definition());
      metrics.put(it.key(), object);
    }
    return metrics;
  }

  private static Map<String, Object> histogram(Histogram it) {
    return ordered("first", it.first(), "width", it.width(), "counts", it.counts());
  }

  private static Map<String, Object> curve(List<EquityPoint> points) {
    return ordered(
        "time", points.stream().mapToLong(EquityPoint::time).toArray(),
        "equity", column(points, EquityPoint::equity),
        "drawdown", column(points, EquityPoint::drawdown),
        "exposure", column(points, EquityPoint::exposure),
        "buy_and_hold", column(points, EquityPoint::market));
  }

  private static Map<String, Object> candles(List<Candle> candles) {
    return ordered(
        "time", candles.stream().mapToLong(Candle::time).toArray(),
        "open", column(candles, Candle::open),
        "high", column(candles, Candle::high),
        "low", column(candles, Candle::low),
        "close", column(candles, Candle::close));
  }

  private static <T> double[] column(List<T> rows, ToDoubleFunction<T> column) {
    return rows.stream().mapToDouble(column).toArray();
  }

  private static Map<String, Object> series(Recorded it) {
    return ordered(
        "name", it.name(),
        "regime", it.regime(),
        "time", it.times(),
        "value", it.values());
  }

  private static Map<String, Object> stop(StopLine it) {
    return ordered(
        "symbol", it.symbol(),
        "kind", it.stop() ? "stop" : "take_profit",
        "from", it.from(),
        "to", it.to(),
        "price", it.price());
  }

  private static Map<String, Object> trade(Trade it) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (TradeColumn column : TradeColumn.values()) {
      object.put(column.title(), column.of(it));
    }
    return object;
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
