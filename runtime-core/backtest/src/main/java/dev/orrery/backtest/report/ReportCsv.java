package dev.orrery.backtest.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Trades and equity as CSV: a line each, under a line of names. */
final class ReportCsv {
  /** What a file of equity begins with. */
  static final String EQUITY_NAMES = "time,equity,drawdown,exposure,buy_and_hold";

  private ReportCsv() {}

  /** What a file of trades begins with. */
  static String tradeNames() {
    return Arrays.stream(TradeColumn.values())
        .map(TradeColumn::title)
        .collect(Collectors.joining(","));
  }

  static Stream<String> trades(Report report) {
    return Stream.concat(
        Stream.of(tradeNames()),
        report.trades().stream()
            .map(trade ->
                Arrays.stream(TradeColumn.values())
                    .map(column -> cell(column.of(trade)))
                    .collect(Collectors.joining(","))));
  }

  static Stream<String> equity(Report report) {
    return Stream.concat(
        Stream.of(EQUITY_NAMES),
        report.curve().stream()
            .map(it ->
                Instant.ofEpochMilli(it.time())
                    + ","
                    + Json.text(it.equity())
                    + ","
                    + Json.text(it.drawdown())
                    + ","
                    + Json.text(it.exposure())
                    + ","
                    + Json.text(it.market())));
  }

  /**
   * A cell, quoted where it must be. A text that a spreadsheet would take for a formula gets an
   * apostrophe before it: what a strategy gives as a reason is only text.
   */
  private static String cell(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    String text = value.toString();
    String harmless =
        value instanceof String && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0
            ? "'" + text
            : text;
    return harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + harmless.replace("\"", "\"\"") + '"'
        : harmless;
  }
}
