package dev.orrery.backtest.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report as one page that needs nothing else: figures, tables and texts stand in it as HTML,
 * charts and the list of trades are drawn by its scripts from the numbers it carries.
 */
final class ReportPage {
  /** How a page of ours is known again. */
  static final String MARK = "<meta name=\"generator\" content=\"Orrery report\">";

  /** More trades are only in the files beside it. */
  static final int MOST_TRADES = 5_000;

  private static final List<String> HEADLINE =
      List.of("return", "max_drawdown", "sharpe", "win_rate", "profit_factor", "trades");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final Report report;
  private final Html html = new Html();

  private ReportPage(Report report) {
    this.report = report;
  }

  /** The page. */
  static String of(Report report) {
    return new ReportPage(report).write(PageParts.read());
  }

  private String write(PageParts parts) {
    String title = report.about().strategy() + ", " + report.about().kind();
    html.trusted("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .trusted(MARK)
        .open("meta", "http-equiv", "Content-Security-Policy", "content", parts.policy())
        .trusted("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .trusted("<meta name=\"color-scheme\" content=\"light dark\">")
        .element("title", title)
        .trusted("<style>" + parts.style() + "</style></head><body>");
    header();
    html.open("main");
    headline();
    notes();
    charts();
    new ReportTables(report, html).write();
    trades();
    provenance();
    html.close("main").open("footer").text("Orrery ").text(report.about().kind());
    html.text(" report. Times are UTC.").close("footer");
    html.trusted("<script type=\"application/json\" id=\"report\">")
        .trusted(Json.insideScript(data()))
        .close("script");
    parts.scripts().forEach(it -> html.trusted("<script>" + it + "</script>"));
    return html.trusted("</body></html>\n").toString();
  }

  private Map<String, @Nullable Object> data() {
    Map<String, @Nullable Object> data = ReportJson.object(report);
    data.remove("facts");
    data.remove("parameters");
    Map<String, Object> trades = new LinkedHashMap<>();
    trades.put("columns", Arrays.stream(TradeColumn.values()).map(TradeColumn::title).toList());
    List<List<Object>> rows = new ArrayList<>();
    for (Trade trade : report.trades().stream().limit(MOST_TRADES).toList()) {
      rows.add(Arrays.stream(TradeColumn.values()).map(column -> cell(column.of(trade))).toList());
    }
    trades.put("rows", rows);
    trades.put("all", report.trades().size());
    data.put("trades", trades);
    return data;
  }

  private static Object cell(Object value) {
    return value instanceof Instant instant ? (Object) instant.toEpochMilli() : value;
  }

  private void header() {
    Report.About about = report.about();
    html.open("header").open("div");
    html.open("p", "class", "kind").text(about.kind()).close("p");
    html.element("h1", about.strategy());
    String where = about.kind().equals("backtest") ? " of " : ", ";
    html.element("p", String.join(", ", about.symbols()) + where + about.market(), "class", "on");
    String first = DAY.format(report.from());
    String last = DAY.format(report.to());
    html.open("p", "class", "range").text(first.equals(last) ? first : first + " to " + last);
    html.text(", ");
    html.text(Shown.duration(report.to().toEpochMilli() - report.from().toEpochMilli()));
    html.text(String.format(Locale.ROOT, ", %,d rows", report.rows())).close("p").close("div");
    html.element("button", "Dark", "id", "theme", "type", "button", "aria-label", "Switch colours");
    html.close("header");
  }

  private void headline() {
    html.open("section", "class", "headline", "aria-label", "Headline figures");
    for (String key : HEADLINE) {
      Metric metric = report.metric(key);
      html.open("div", "class", "figure", "data-headline", key);
      html.element("span", metric.name(), "class", "label");
      html.element("strong", signed(metric), "class", sign(metric));
      html.element("span", beside(metric), "class", "beside").close("div");
    }
    html.close("section");
  }

  private static String signed(Metric metric) {
    return (sign(metric).equals("gain") ? "+" : "") + Shown.of(metric);
  }

  /** What stands under a headline figure. */
  private String beside(Metric metric) {
    return switch (metric.key()) {
      case "return" -> "buy and hold " + Shown.of(report.metric("market_return"));
      case "max_drawdown" -> "buy and hold " + Shown.of(report.metric("market_max_drawdown"));
      case "trades" -> "exposure " + Shown.of(report.metric("exposure"));
      case "win_rate" ->
          metric.silence().isEmpty()
              ? Shown.of(report.metric("wins")) + " of " + Shown.of(report.metric("trades"))
              : metric.silence();
      case "profit_factor" ->
          metric.silence().isEmpty()
              ? Shown.of(report.metric("expectancy")) + " USD a trade"
              : metric.silence();
      default ->
          metric.silence().isEmpty()
              ? "volatility " + Shown.of(report.metric("volatility"))
              : metric.silence();
    };
  }

  /** Gains and losses are coloured; a drawdown is neither. */
  static String sign(Metric metric) {
    boolean signed =
        List.of("return", "profit", "excess_return", "market_return", "cagr", "funding")
            .contains(metric.key());
    return !signed || metric.value() == null
        ? ""
        : metric.value().signum() < 0 ? "loss" : metric.value().signum() > 0 ? "gain" : "";
  }

  private void notes() {
    if (!report.notes().isEmpty()) {
      html.open("section", "class", "notes", "aria-label", "Notes").open("ul");
      report.notes().forEach(note -> html.element("li", note));
      html.close("ul").close("section");
    }
  }

  private void charts() {
    html.trusted("<noscript><p>Charts and the list of trades need JavaScript.</p></noscript>");
    chart("equity", "Equity and drawdown");
    chart("price", "Price, trades and what the strategy recorded");
  }

  private void chart(String id, String title) {
    html.open("section", "class", "chart").element("h2", title);
    if (id.equals("price") && report.prices().size() > 1) {
      select("symbol", "Symbol", report.prices().keySet().toArray(String[]::new));
    }
    html.open("div", "id", id, "role", "img", "aria-label", title).close("div").close("section");
  }

  private void trades() {
    html.open("section", "id", "trades").element("h2", "Trades");
    html.open("div", "class", "filters");
    html.open(
        "input",
        "type",
        "search",
        "id",
        "find",
        "placeholder",
        "Find in reasons, symbols, dates",
        "aria-label",
        "Find trades");
    choice("side", "Side", "all sides", "long", "short");
    choice("ended", "Result", "all results", "won", "lost", "open", "liquidated");
    html.element("output", "", "id", "found").close("div");
    html.open("div", "class", "scroll").open("table", "id", "list");
    html.trusted("<thead></thead><tbody></tbody>").close("table").close("div");
    html.element("button", "Show more", "id", "more", "type", "button").close("section");
  }

  /** One of some, or all. */
  private void choice(String id, String label, String all, String... options) {
    html.open("select", "id", id, "aria-label", label).element("option", all, "value", "");
    Arrays.stream(options).forEach(option -> html.element("option", option));
    html.close("select");
  }

  private void select(String id, String label, String... options) {
    html.open("select", "id", id, "aria-label", label);
    Arrays.stream(options).forEach(option -> html.element("option", option));
    html.close("select");
  }

  private void provenance() {
    html.open("section").element("h2", "What ran");
    html.open("dl", "class", "facts").element("dt", "parameters");
    html.element("dd", report.about().parameters());
    report.about().facts().forEach((label, text) -> html.element("dt", label).element("dd", text));
    if (!report.decisions().isEmpty()) {
      List<String> counts = new ArrayList<>();
      report.decisions().forEach((verdict, count) -> counts.add(verdict + " " + count));
      html.element("dt", "decisions").element("dd", String.join(", ", counts));
    }
    html.close("dl").close("section");
  }
}
