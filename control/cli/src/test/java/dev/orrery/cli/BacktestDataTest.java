package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Backtests over several files, with events, firings by hand and funding rates. */
class BacktestDataTest {
  private static final long START = 1_385_424_000_000L;

  @TempDir private static Path home;

  @BeforeAll
  static void bundle() throws IOException {
    BundledPlugins.into(home.resolve("plugins"));
    Files.createDirectories(home.resolve("pair"));
    Files.createDirectories(home.resolve("none"));
    walk(home.resolve("pair/BTC-1m.csv"), 800);
    walk(home.resolve("pair/ETH.csv"), 40);
  }

  private static void walk(Path file, double price) throws IOException {
    StringBuilder text = new StringBuilder("time_ms,open,high,low,close,volume\n");
    for (int i = 0; i < 300; i++) {
      double now = price + i % 7;
      text.append(START + i * 60_000L)
          .append(",%s,%s,%s,%s,5%n".formatted(now, now + 1, now - 1, now));
    }
    Files.writeString(file, text);
  }

  private static Captured run(int code, String words) {
    Captured console = Captured.at(home);
    assertThat(console.run(words.replace("%f", home.toString()).split(" ")))
        .as(words + ": " + console.err())
        .isEqualTo(code);
    return console;
  }

  private static JsonNode object(String words) {
    return JsonText.read(run(0, words + " --json").out());
  }

  @Test
  void playsAFolderOrFilesWithTheirSymbols() {
    JsonNode folder = object("backtest sma-cross --market replay:%f/pair");
    JsonNode files =
        object(
            "backtest sma-cross --market replay:%f/pair/BTC-1m.csv --symbol BTC"
                + " --market replay:%f/pair/ETH.csv --symbol ETH");
    assertThat(folder).isEqualTo(files);
    assertThat(folder.get("symbol").stringValue()).isEqualTo("BTC,ETH");
    assertThat(folder.get("rows").asInt()).isEqualTo(600);
  }

  @Test
  void rulesOfAnInstrumentReachThePlanner() {
    String words = "backtest grid --market replay:%f/pair/BTC-1m.csv";
    JsonNode usual = object(words);
    JsonNode coarse = object(words + " --instrument BTC:quantityStep=0.5,tiers=10/1000/5");
    assertThat(coarse.get("digest")).isNotEqualTo(usual.get("digest"));
  }

  /** The demonstration of the docs: jumps of a recording, and a strategy that waits for them. */
  @Test
  void aStrategyThatWaitsForEventsTradesOnRecordedOnes() {
    run(0, "data generate jumps --percent 2 --to-file %f/jumps.csv");
    JsonNode without = object("backtest jump-fade --to 2013-11-27");
    JsonNode with = object("backtest jump-fade --to 2013-11-27 --events %f/jumps.csv");
    assertThat(without.get("figures").get("fills").asInt()).isZero();
    assertThat(with.get("figures").get("trades").asInt()).isGreaterThan(2);
    assertThat(object("backtest jump-fade --to 2013-11-27 --events %f/jumps.csv")).isEqualTo(with);
  }

  @Test
  void ratesOfAFileTakeThePlaceOfTheConstantOne() {
    run(
        0,
        "data generate funding --seed 7 --from 2013-11-25 --to 2013-11-28 --mean 0.001"
            + " --to-file %f/rates.csv");
    String words = "backtest sma-cross --to 2013-11-27";
    JsonNode usual = object(words).get("figures");
    JsonNode rates = object(words + " --funding %f/rates.csv").get("figures");
    assertThat(rates.get("fills")).isEqualTo(usual.get("fills"));
    assertThat(rates.get("funding").decimalValue())
        .isNotEqualByComparingTo(usual.get("funding").decimalValue());
    assertThat(object(words + " --funding BTC=%f/rates.csv").get("figures")).isEqualTo(rates);
  }

  @Test
  void aFiringByHandWakesAStrategy() {
    JsonNode fired =
        object("backtest jump-fade --to 2013-11-26 --fire 2013-11-25T12:00:00Z={\"a\":1}");
    JsonNode idle = object("backtest jump-fade --to 2013-11-26");
    assertThat(fired.get("decisions").get("noop").asInt())
        .isEqualTo(idle.get("decisions").get("noop").asInt() + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          backtest grid --market replay:a.csv --market replay:b.csv --symbol A | 2 | orrery backtest: --market is given 2 times and --symbol 1: say of each what it is of, in the same order (orrery backtest --help)
          backtest grid --market replay:%f/pair --symbol BTC          | 2 | orrery backtest: --symbol says nothing of a folder: its files are named after their symbols (orrery backtest --help)
          backtest grid --market replay:%f/none                       | 3 | orrery: market %f/none: has no .csv or .parquet file (name them after their symbols, like BTC-1m.csv)
          backtest grid --instrument BTC:lot=1                        | 3 | orrery: --instrument BTC:lot=1: there is no rule lot
          backtest grid --instrument DOGE:maxLeverage=3               | 3 | orrery: --instrument DOGE:maxLeverage=3: the market has no DOGE (it has BTC)
          backtest grid --instrument BTC:tiers=x                      | 3 | orrery: --instrument BTC:tiers=x: tiers 'x' make no table
          backtest grid --events %f/gone.csv                          | 3 | orrery: %f/gone.csv: no such file
          backtest grid --funding %f/gone.csv                         | 3 | orrery: %f/gone.csv: no such file
          backtest grid --funding ETH=%f/one.csv                      | 3 | orrery: funding of ETH: is of no symbol of the market (it has BTC)
          backtest grid --fire soon                                   | 2 | orrery backtest: --fire 'soon' is no instant: write 2024-03-01 or 2024-03-01T06:00:00Z (orrery backtest --help)
          data generate noise                                         | 2 | orrery data generate: there is no noise: say funding or jumps (orrery data generate --help)
          data generate funding                                       | 2 | orrery data generate: funding needs --from and --to (orrery data generate --help)
          data generate funding --from 2024-01-01 --to 2024-01-02 --reversion 2 | 2 | orrery data generate: reversion is above 0 to 1, not 2.0 (orrery data generate --help)
          """)
  void saysInOneLineWhatIsWrong(String words, int code, String line) throws IOException {
    Files.writeString(home.resolve("one.csv"), "1385424000000,0\n");
    Captured console = run(code, words);
    assertThat(console.err()).startsWith(line.replace("%f", home.toString())).hasLineCount(1);
    assertThat(console.out()).isEmpty();
  }
}
