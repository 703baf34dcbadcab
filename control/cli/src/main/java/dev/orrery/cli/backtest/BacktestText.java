package dev.orrery.cli.backtest;

import dev.orrery.api.value.Usd;
import dev.orrery.backtest.BacktestResult;
import dev.orrery.backtest.Figures;
import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Ink;
import dev.orrery.market.file.DataSummary;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A result as a page of text. Rounded for reading: the exact figures are in the JSON. */
public final class BacktestText {
  private final BacktestResult result;
  private final Ink ink;
  private final List<String> lines = new ArrayList<>();

  private BacktestText(BacktestResult result, Ink ink) {
    this.result = result;
    this.ink = ink;
  }

  /** The lines, the chart within so many columns. */
  public static List<String> lines(BacktestResult result, Ink ink, int columns) {
    return new BacktestText(result, ink).write(columns);
  }

  private List<String> write(int columns) {
    BacktestResult.Subject subject = result.subject();
    lines.add(ink.bold(subject.strategy()) + " on " + subject.symbol() + " of " + subject.data());
    lines.add(ink.dim(result.from() + " to " + result.to() + ", " + rows(subject.summary())));
    lines.add(ink.dim("parameters " + subject.parameters()));
    lines.add("");
    lines.addAll(Chart.lines(result.curve(), columns));
    lines.add("");
    earned(result.figures());
    costs(result.figures());
    lines.add("");
    row("decisions", decisions());
    row("digest", result.digest().hex());
    result.notes().forEach(note -> lines.add(ink.yellow("note: " + note)));
    return lines;
  }

  private String rows(DataSummary data) {
    String gaps = data.gaps() == 1 ? " gap" : " gaps";
    return Amounts.count(result.rows())
        + " rows; the data has "
        + Amounts.count(data.gaps())
        + gaps
        + (data.gaps() == 0 ? "" : ", the largest " + Duration.ofMillis(data.largestGapMillis()));
  }

  private void earned(Figures it) {
    String market = gain(result.market().gain());
    row("return", ink.signed(it.gain().signum(), gain(it.gain())) + beside(market));
    String fall = percent(result.market().maxDrawdown());
    row("max drawdown", percent(it.maxDrawdown()) + beside(fall));
    String open = it.openTrades() > 0 ? ", and one still open" : "";
    row("trades", it.trades() + open + (it.trades() > 0 ? ", won " + won(it) : ""));
    row("exposure", percent(it.exposure()) + " of the time");
    row("Sharpe", sharpe(it));
    lines.add("");
  }

  private static String won(Figures it) {
    return it.wins() + " (" + percent(it.winRate()) + ")";
  }

  private String beside(String market) {
    return ink.dim("   buy and hold " + market);
  }

  private static String sharpe(Figures it) {
    return it.sharpe().isEmpty()
        ? "cannot be told"
        : String.format(
            Locale.ROOT,
            "%.2f a year, of %s",
            it.sharpe().getAsDouble(),
            it.sharpeDaily() ? "days" : "hours");
  }

  private void costs(Figures it) {
    money("before costs", it.beforeCosts());
    money("slippage", it.slippage().negate());
    money("fees", it.fees().negate());
    money("funding", it.funding());
    money("profit", it.profit());
    row("equity", String.format("%14s", Amounts.usd(it.endEquity().value())));
  }

  private void money(String label, Usd amount) {
    row(label, String.format("%14s", Amounts.gain(amount.value())));
  }

  private String decisions() {
    return result.decisions().isEmpty()
        ? "none"
        : result.decisions().entrySet().stream()
            .map(each -> each.getKey().text() + " " + Amounts.count(each.getValue()))
            .collect(Collectors.joining(", "));
  }

  private void row(String label, String text) {
    lines.add(ink.dim(String.format("  %-14s", label)) + text);
  }

  private static String gain(BigDecimal fraction) {
    return (fraction.signum() > 0 ? "+" : "") + percent(fraction);
  }

  private static String percent(BigDecimal fraction) {
    return fraction.movePointRight(2).setScale(2, RoundingMode.HALF_EVEN).toPlainString() + " %";
  }
}
