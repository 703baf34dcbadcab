package dev.orrery.backtest.report;

import java.math.BigDecimal;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of a page: months, distribution, costs, and every figure with its definition. */
final class ReportTables {
  private static final double FULL_TINT = 0.1;

  private final Report report;
  private final Html html;

  ReportTables(Report report, Html html) {
    this.report = report;
    this.html = html;
  }

  void write() {
    html.open("div", "class", "pair");
    months();
    html.open("section", "class", "chart").element("h2", "Returns of trades");
    html.open("div", "id", "returns", "role", "img", "aria-label", "Distribution of returns")
        .close("div")
        .close("section");
    html.close("div");
    costs();
    figures();
  }

  private void months() {
    Map<Integer, List<MonthGain>> years = new TreeMap<>();
    for (MonthGain each : report.months()) {
      years.computeIfAbsent(each.month().getYear(), _ -> new ArrayList<>()).add(each);
    }
    List<Month> columns = columns(years);
    html.open("section").element("h2", "Returns by month, %");
    html.open("div", "class", "scroll").open("table", "class", "months");
    html.open("thead").open("tr").element("th", "");
    for (Month month : columns) {
      html.element("th", month.getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
    }
    html.element("th", "Year").close("tr").close("thead").open("tbody");
    years.forEach((year, months) -> year(year, months, columns));
    html.close("tbody").close("table").close("div").close("section");
  }

  /** All of them where there are years to compare, else those there are. */
  private static List<Month> columns(Map<Integer, List<MonthGain>> years) {
    return years.size() > 1
        ? List.of(Month.values())
        : years.values().stream().flatMap(List::stream).map(it -> it.month().getMonth()).toList();
  }

  private void year(int year, List<MonthGain> months, List<Month> columns) {
    html.open("tr").element("th", String.valueOf(year));
    double whole = 1;
    for (Month month : columns) {
      MonthGain found =
          months.stream().filter(it -> it.month().getMonth() == month).findFirst().orElse(null);
      month(found == null ? null : found.gain());
      whole *= found == null ? 1 : 1 + found.gain().doubleValue();
    }
    month(MetricList.decimal(whole - 1));
    html.close("tr");
  }

  private void month(@Nullable BigDecimal gain) {
    if (gain == null) {
      html.element("td", "");
      return;
    }
    double tint = Math.min(1, Math.abs(gain.doubleValue()) / FULL_TINT);
    String shown = Shown.percent(gain);
    html.element(
        "td",
        shown.substring(0, shown.length() - 2),
        "class",
        gain.signum() < 0 ? "loss" : gain.signum() > 0 ? "gain" : "",
        "style",
        String.format(Locale.ROOT, "--tint:%.0f%%", tint * 40));
  }

  private void costs() {
    html.open("section").element("h2", "From prices to profit, USD");
    html.open("div", "class", "scroll").open("table", "class", "costs").open("tbody");
    double most = 1e-9;
    for (String key : List.of("before_costs", "slippage", "fees", "funding", "profit")) {
      BigDecimal value = report.metric(key).value();
      most = value == null ? most : Math.max(most, Math.abs(value.doubleValue()));
    }
    cost("before_costs", false, most);
    cost("slippage", true, most);
    cost("fees", true, most);
    cost("funding", false, most);
    cost("profit", false, most);
    html.close("tbody").close("table").close("div").close("section");
  }

  private void cost(String key, boolean paid, double most) {
    Metric metric = report.metric(key);
    BigDecimal value = metric.value();
    BigDecimal effect = value == null ? BigDecimal.ZERO : paid ? value.negate() : value;
    Metric shown =
        new Metric(
            key,
            metric.name(),
            metric.group(),
            metric.unit(),
            value == null ? null : effect,
            metric.silence(),
            metric.definition());
    html.open("tr", "class", key.equals("profit") ? "sum" : "").element("th", metric.name());
    html.element("td", Shown.of(shown), "title", metric.silence());
    html.open("td", "class", "bar");
    double share = Math.abs(effect.doubleValue()) / most * 100;
    html.element(
        "span",
        "",
        "class",
        effect.signum() < 0 ? "loss" : "gain",
        "style",
        String.format(Locale.ROOT, "width:%.1f%%", share));
    html.close("td").close("tr");
  }

  private void figures() {
    html.open("section").element("h2", "Every figure").open("div", "class", "figures");
    for (Metric.Group group : Metric.Group.values()) {
      html.open("div", "class", "group").element("h3", group.title());
      for (Metric metric : report.metrics()) {
        if (metric.group() == group) {
          figure(metric);
        }
      }
      html.close("div");
    }
    html.close("div").close("section");
  }

  private void figure(Metric metric) {
    BigDecimal value = metric.value();
    html.open("details").open("summary").element("span", metric.name());
    html.element(
        "span",
        Shown.of(metric) + (metric.unit() == Metric.Unit.USD && value != null ? " USD" : ""),
        "class",
        "value",
        "data-metric",
        metric.key(),
        "data-value",
        value == null ? "" : value.toPlainString());
    html.close("summary");
    html.element("p", metric.definition());
    if (!metric.silence().isEmpty()) {
      html.element("p", "Cannot be told: " + metric.silence() + ".", "class", "silence");
    }
    html.close("details");
  }
}
