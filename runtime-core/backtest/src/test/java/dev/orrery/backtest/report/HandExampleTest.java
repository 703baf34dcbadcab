package dev.orrery.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.backtest.Bars;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ten bars of {@code TenBarsTest} through every file of a report. */
class HandExampleTest {
  @TempDir private static Path folder;
  private static Report report;
  private static String page;
  private static String json;
  private static List<String> trades;
  private static List<String> equity;

  @BeforeAll
  static void write() throws Exception {
    report = TenBars.report(folder);
    Path out = folder.resolve("report");
    assertThat(ReportFiles.at(out).write(report)).isEqualTo(out.resolve("report.html"));
    page = Files.readString(out.resolve("report.html"));
    json = Files.readString(out.resolve("report.json"));
    trades = Files.readAllLines(out.resolve("trades.csv"));
    equity = Files.readAllLines(out.resolve("equity.csv"));
    assertThat(out.toFile().list()).hasSize(4);
  }

  /** Those of TenBarsTest, and what follows from its trades of -26.1906, 13.3027, -9254.97405. */
  @Test
  void givesTheFiguresAsWorkedOutByHand() {
    assertThat(told())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("return", "-0.926786195"),
                Map.entry("profit", "-9267.86195"),
                Map.entry("start_equity", "10000"),
                Map.entry("end_equity", "732.13805"),
                Map.entry("max_drawdown", "0.926909696417"),
                Map.entry("max_drawdown_length", "28800000"), // from 02:00 to the end
                Map.entry("volatility", valueOf("volatility")),
                Map.entry("sharpe", valueOf("sharpe")),
                Map.entry("sortino", valueOf("sortino")),
                Map.entry("trades", "3"),
                Map.entry("wins", "1"),
                Map.entry("win_rate", "0.333333333333"),
                Map.entry("profit_factor", "0.001433300723"), // 13.3027 / 9281.16465
                Map.entry("expectancy", "-3089.287316666667"), // -9267.86195 / 3
                Map.entry("average_win", "13.3027"),
                Map.entry("average_loss", "-4640.582325"),
                Map.entry("payoff", "0.002866601445"), // 13.3027 / 4640.582325
                Map.entry("largest_win", "13.3027"),
                Map.entry("largest_loss", "-9254.97405"),
                Map.entry("losing_run", "1"),
                Map.entry("average_held", "6000000"), // (2 + 1 + 2) / 3 hours
                Map.entry("average_bars", "1.666666666667"),
                Map.entry("exposure", "0.555555555556"),
                Map.entry("traded", "194973"), // 2002 + 1978 + 985 + 999 + 89910 + 99099
                Map.entry("turnover", "19.4973"),
                Map.entry("fills", "6"),
                Map.entry("liquidations", "1"),
                Map.entry("before_costs", "-9005"),
                Map.entry("slippage", "194"),
                Map.entry("fees", "87.44235"),
                Map.entry("funding", "18.5804"),
                Map.entry("market_return", "0.105"),
                Map.entry("market_max_drawdown", "0.023762376238"),
                Map.entry("excess_return", "-1.031786195")));
    assertThat(report.metric("cagr").silence()).isEqualTo("the range is shorter than 30 days");
    assertThat(report.metric("calmar").silence()).isEqualTo("the range is shorter than 30 days");
    assertThat(report.metric("cost_share").silence()).isEqualTo("there were no earnings");
  }

  private static Map<String, String> told() {
    return report.metrics().stream()
        .filter(each -> each.value() != null)
        .collect(Collectors.toMap(Metric::key, each -> valueOf(each.key())));
  }

  private static String valueOf(String key) {
    BigDecimal value = report.metric(key).value();
    return value == null ? "" : value.toPlainString();
  }

  @Test
  void thePageAndTheJsonSayTheSameOfEveryFigure() {
    Map<String, String> onPage = new LinkedHashMap<>();
    Matcher shown = Pattern.compile("data-metric=\"(\\w+)\" data-value=\"([^\"]*)\"").matcher(page);
    while (shown.find()) {
      onPage.put(shown.group(1), shown.group(2));
    }
    Map<String, String> inJson = new LinkedHashMap<>();
    Matcher written = Pattern.compile("\"(\\w+)\":\\{\"value\":([^,]*),").matcher(json);
    while (written.find()) {
      inJson.put(written.group(1), written.group(2).equals("null") ? "" : written.group(2));
    }
    Map<String, String> all = new LinkedHashMap<>();
    report.metrics().forEach(each -> all.put(each.key(), valueOf(each.key())));
    assertThat(onPage).isEqualTo(all);
    assertThat(inJson).isEqualTo(all);
  }

  @Test
  void everyFileHasEveryTrade() {
    assertThat(trades)
        .containsExactly(
            ReportCsv.tradeNames(),
            "1,BTC,long,2024-03-01T01:00:00Z,2024-03-01T03:00:00Z,7200000,2,2,1001,989,-24,1.791,"
                + "-0.3996,4,-26.1906,-0.013082217782,closed,in,stop at 990",
            "2,BTC,long,2024-03-01T05:00:00Z,2024-03-01T06:00:00Z,3600000,1,1,985,999,14,0.5973,"
                + "-0.1,1,13.3027,0.013505279188,closed,below,enough",
            "3,BTC,short,2024-03-01T07:00:00Z,2024-03-01T09:00:00Z,7200000,2,90,999,1101.1,-9189,"
                + "85.05405,19.08,189,-9254.97405,-0.102935980981,liquidated,too much,liquidated");
    String third =
        "\"quantity\":90,\"entry\":999,\"exit\":1101.1,\"gross\":-9189,\"fees\":85.05405,"
            + "\"funding\":19.08,\"slippage\":189,\"net\":-9254.97405";
    assertThat(json).contains(third);
    assertThat(page).contains("7200000,2,90,999,1101.1,-9189,85.05405,19.08,189,-9254.97405,");
  }

  @Test
  void equityIsWhatTheAccountWasWorthAfterEachRow() {
    assertThat(equity)
        .startsWith(ReportCsv.EQUITY_NAMES, "2024-03-01T01:00:00Z,10000,0,0,10000")
        .hasSize(11);
    // 10000 - 2 x 1001 - 0.9009 - 0.202 + 2 x 1010, of it 2020 in the market
    assertThat(equity.get(2)).startsWith("2024-03-01T02:00:00Z,10016.897,0,0.2016592");
    assertThat(equity.getLast()).startsWith("2024-03-01T10:00:00Z,732.13805,-0.9269097,0,11050");
  }

  @Test
  void chartsShowStopsRegimesAndSeries() {
    assertThat(report.stops())
        .containsExactly(
            new StopLine(
                "BTC",
                true,
                Bars.START + 3_600_000,
                Bars.START + 3 * 3_600_000,
                new BigDecimal("990")));
    assertThat(report.series()).extracting(Recorded::name).containsExactly("bar", "regime");
    assertThat(report.series()).extracting(Recorded::regime).containsExactly(false, true);
    assertThat(Arrays.stream(report.series().getLast().values()).boxed())
        .containsExactly(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0);
  }
}
