package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class BacktestVerbTest {
  @TempDir private static Path home;

  @BeforeAll
  static void bundle() throws IOException {
    BundledPlugins.into(home.resolve("plugins"));
  }

  private static Captured run(int code, String words) {
    Captured console = Captured.at(home);
    assertThat(console.run(words.replace("%f", home.toString()).split(" "))).isEqualTo(code);
    return console;
  }

  @Test
  void showsWhatABundledStrategyEarned() {
    String page =
        run(0, "backtest sma-cross -p interval=15m --from 2013-11-26 --to 2013-11-28").out();
    assertThat(page)
        .startsWith("sma-cross on BTC of bitstamp-2013-11\n2013-11-26T00:0")
        .contains("\"interval\":\"15m\"", "┤", "buy and hold", "max drawdown", "slippage")
        .containsPattern("digest +[0-9a-f]{64}");
  }

  @Test
  void givesTheSameNumbersToPrograms() {
    String words = "backtest sma-cross --to 2013-11-27 --cash 5000";
    JsonNode object = JsonText.read(run(0, words + " --json").out());
    JsonNode figures = object.get("figures");
    assertThat(figures.get("start_cash").decimalValue()).isEqualByComparingTo("5000");
    assertThat(
            figures
                .get("before_costs")
                .decimalValue()
                .subtract(figures.get("slippage").decimalValue())
                .subtract(figures.get("fees").decimalValue())
                .add(figures.get("funding").decimalValue()))
        .isEqualByComparingTo(figures.get("profit").decimalValue());
    List<String> lines = run(0, words + " --csv").out().lines().toList();
    assertThat(lines).hasSize(object.get("trades").size() + 1);
    assertThat(lines.getFirst()).startsWith("number,symbol,side,opened_at");
    assertThat(JsonText.read(run(0, words + " --json").out())).isEqualTo(object);
  }

  /** Written down, so that another JVM, compiler or machine that decides otherwise is noticed. */
  @Test
  void givesTheDigestThatEveryMachineGives() {
    assertThat(run(0, "backtest sma-cross --to 2013-11-27").out())
        .contains("53592a6f03c27b4d7cde5f4ccb215726adfaf8b1a12df6748a25429f60aea7cd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          backtest                                     | 2 | orrery backtest: missing JAR
          backtest grid --json --csv                   | 2 | orrery backtest: say --json or --csv, not both (orrery backtest --help)
          backtest grid --from soon                    | 2 | orrery backtest: Invalid value for option '--from': 'soon' is no instant: write 2024-03-01 or 2024-03-01T06:00:00Z (orrery backtest --help)
          backtest grid --market hyperliquid           | 2 | orrery backtest: --market hyperliquid: a backtest plays a recording, write replay:FILE (orrery backtest --help)
          backtest gridd                               | 3 | orrery: strategy gridd: is in none of the jars (did you mean grid?)
          backtest %f/gone.jar                         | 3 | orrery: jar %f/gone.jar: there is no such file (build it, or name another)
          backtest grid --market replay:%f/gone.csv    | 3 | orrery: %f/gone.csv: no such file (give the path of a CSV file)
          backtest grid --from 2020-01-01              | 3 | orrery: bitstamp-2013-11: has nothing from 2020-01-01T00:00:00Z (it covers
          backtest grid --report %f/mine.html          | 4 | orrery: report %f/mine.html: is there and is no report (name another place, or move it away)
          backtest grid --cash 0                       | 3 | orrery: starting cash: is 0 (give more than zero)
          backtest grid --cash NaN                     | 2 | orrery backtest: Invalid value for option '--cash': 'NaN' is not a decimal number, like 0.25 (orrery backtest --help)
          backtest grid --cash 1e999999999             | 2 | orrery backtest: Invalid value for option '--cash': '1e999999999' is not a decimal number
          backtest grid --leverage 99999999999         | 2 | orrery backtest: Invalid value for option '--leverage': '99999999999' is not within -2147483648 to 2147483647
          backtest grid --taker-fee 4.5                | 3 | orrery: the paper account: fee rates are fractions of the notional, -0.1 to 0.1 (0.00045 is 0.045 %): maker 0.00015, taker 4.5
          backtest grid --report /dev/null/x           | 4 | orrery: report /dev/null/x: cannot be written: /dev/null/x: not a directory (name another place)
          backtest grid --slippage-bps 500             | 3 | orrery: the paper account: slippage must be 0 to 100 bps: 500
          backtest grid --market replay:%f/bad.csv     | 3 | orrery: %f/bad.csv:2: high 1.0 is below low 2.0
          """)
  void saysInOneLineWhatIsWrong(String words, int code, String line) throws IOException {
    Files.writeString(
        home.resolve("bad.csv"), "time_ms,open,high,low,close,volume\n1709251200000,1,1,2,1,5\n");
    Files.writeString(home.resolve("mine.html"), "<h1>mine</h1>");
    Captured console = run(code, words);
    assertThat(console.err()).startsWith(line.replace("%f", home.toString())).hasLineCount(1);
    assertThat(console.out()).isEmpty();
  }

  @Test
  void writesAReportOfTheSameNumbers() throws IOException {
    Path out = home.resolve("out");
    String words = "backtest sma-cross --to 2013-11-27 --json";
    Captured console = run(0, words + " --report " + out);
    assertThat(console.err()).isEqualTo("report: " + out.resolve("report.html") + "\n");
    JsonNode object = JsonText.read(console.out());
    JsonNode report = JsonText.read(Files.readString(out.resolve("report.json")));
    for (String figure : List.of("profit", "return", "max_drawdown", "fees", "slippage", "fills")) {
      assertThat(report.path("metrics").path(figure).path("value").decimalValue())
          .as(figure)
          .isEqualByComparingTo(object.path("figures").path(figure).decimalValue());
    }
    assertThat(report.path("facts").path("run digest").asString())
        .isEqualTo(object.path("digest").asString());
    assertThat(Files.readAllLines(out.resolve("trades.csv")))
        .hasSize(object.path("trades").size() + 1);
    assertThat(JsonText.read(run(0, words).out())).isEqualTo(object);
  }

  @Test
  void refusesAParameterThereIsNot() {
    assertThat(run(3, "backtest sma-cross -p fats=3").err()).contains("fats").hasLineCount(1);
  }
}
