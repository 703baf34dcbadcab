package dev.orrery.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orrery.api.action.Side;
import dev.orrery.backtest.Backtest;
import dev.orrery.backtest.BacktestResult;
import dev.orrery.backtest.Bars;
import dev.orrery.backtest.Jars;
import dev.orrery.market.replay.Replay;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRecorderTest {
  private static final String FLIPS =
      """
      context.record("close", context.market().candles("BTC", Interval.MINUTE, 1).close(0));
      return switch (context.random().nextInt(6)) {
        case 0 -> List.of(TargetPosition.worth("BTC", Usd.of(2000), "long"));
        case 1 -> List.of(TargetPosition.worth("BTC", Usd.of(-2000), "short"));
        case 2 -> List.of(TargetPosition.flat("BTC", "flat"));
        default -> noop();
      };
      """;

  @TempDir private Path folder;

  /** The ledger of a backtest adds up in another way. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void tradesAndFiguresAreThoseOfTheBacktest(long seed) throws Exception {
    Path data = Bars.walk(folder.resolve("walk.csv"), 900, seed);
    RunRecorder recorder = new RunRecorder();
    BacktestResult result =
        Backtest.over(Replay.of(data, "BTC"))
            .jar(Jars.jar(folder.resolve("flips.jar"), "flips", "MINUTE", FLIPS))
            .listener(recorder)
            .run();
    Report report = Report.of(result, recorder);
    assertThat(report.trades()).hasSizeGreaterThan(20);
    assertThat(report.trades().stream().map(Trade::net))
        .usingElementComparator(BigDecimal::compareTo)
        .isEqualTo(result.trips().stream().map(it -> it.net().value()).toList());
    assertThat(report.trades())
        .extracting(Trade::openedAt, Trade::closedAt, Trade::side)
        .isEqualTo(
            result.trips().stream()
                .map(it ->
                    org.assertj.core.groups.Tuple.tuple(it.openedAt(), it.closedAt(), it.side()))
                .toList());
    BigDecimal sum =
        report.trades().stream().map(Trade::net).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(sum).isEqualByComparingTo(value(report, "profit"));
    Map.of(
            "profit", result.figures().profit().value(),
            "return", result.figures().gain(),
            "max_drawdown", result.figures().maxDrawdown(),
            "win_rate", result.figures().winRate(),
            "before_costs", result.figures().beforeCosts().value(),
            "slippage", result.figures().slippage().value(),
            "fees", result.figures().fees().value(),
            "funding", result.figures().funding().value(),
            "exposure", result.figures().exposure(),
            "market_return", result.market().gain())
        .forEach(
            (key, figure) -> assertThat(value(report, key)).as(key).isEqualByComparingTo(figure));
    assertThat(value(report, "sharpe").doubleValue())
        .isCloseTo(result.figures().sharpe().orElseThrow(), within(1e-9));
  }

  private static BigDecimal value(Report report, String key) {
    BigDecimal value = report.metric(key).value();
    return value == null ? BigDecimal.ZERO : value;
  }

  /** Any fills at any prices: what trades earned is what equity gained. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void profitsOfTradesAddUpToTheChangeOfEquity(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int minutes = 50 + random.nextInt(3_000);
    RunRecorder recorder = Reports.over(minutes);
    double price = 100;
    for (int minute = 1; minute <= minutes; minute++) {
      price = Math.max(1, Math.round((price + random.nextDouble() * 2 - 1) * 100) / 100.0);
      Reports.price(recorder, minute, price);
      if (random.nextInt(3) == 0) {
        Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        String quantity = BigDecimal.valueOf(1 + random.nextInt(500), 2).toPlainString();
        Reports.trade(recorder, minute, side, quantity, String.valueOf(price), "chance");
      }
    }
    Report report = Reports.of(recorder);
    BigDecimal sum =
        report.trades().stream().map(Trade::net).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(sum).as("seed " + seed).isEqualByComparingTo(value(report, "profit"));
    assertThat(report.curve()).hasSizeLessThanOrEqualTo(Grid.MOST);
    assertThat(report.curve().getLast().equity())
        .isCloseTo(value(report, "end_equity").doubleValue(), within(1e-6));
  }

  @Test
  void saysWhyNothingCanBeToldOfNoTrades() throws Exception {
    RunRecorder recorder = Reports.over(5_000);
    for (int minute = 1; minute <= 5_000; minute++) {
      Reports.price(recorder, minute, 100 + minute % 7);
    }
    Report report = Reports.of(recorder);
    assertThat(report.trades()).isEmpty();
    assertThat(List.of("sharpe", "sortino", "volatility"))
        .allSatisfy(
            key -> assertThat(report.metric(key).silence()).isEqualTo("equity never moved"));
    assertThat(List.of("win_rate", "profit_factor", "expectancy", "average_win", "payoff"))
        .allSatisfy(key -> assertThat(report.metric(key).silence()).isEqualTo("no trade is over"));
    assertThat(value(report, "max_drawdown_length")).isZero();
    ReportFiles.at(folder).write(report);
    assertThat(folder.resolve("trades.csv")).hasContent(ReportCsv.tradeNames());
    assertThat(folder.resolve("report.html"))
        .content()
        .contains("Cannot be told: equity never moved.");
  }

  @Test
  void oneRowIsARange() throws Exception {
    RunRecorder recorder = Reports.over(1);
    Reports.price(recorder, 1, 100);
    Reports.trade(recorder, 1, Side.BUY, "2", "101", "once");
    Report report = Reports.of(recorder);
    assertThat(value(report, "profit")).isEqualByComparingTo("-2");
    assertThat(report.trades()).extracting(Trade::ended).containsExactly(Trade.Ended.OPEN);
    assertThat(report.curve()).hasSize(1);
    assertThat(report.months()).hasSize(1);
    assertThat(report.metric("sharpe").silence()).startsWith("fewer than three");
    ReportFiles.at(folder).write(report);
    assertThat(Files.size(folder.resolve("report.html"))).isLessThan(1_200_000);
  }

  @Test
  void aPageOfManyTradesStaysSmall() throws Exception {
    int many = 12_000;
    RunRecorder recorder = Reports.over(2 * many + 1);
    for (int i = 0; i < many; i++) {
      Reports.price(recorder, 2 * i + 1, 100);
      Reports.trade(recorder, 2 * i + 1, Side.BUY, "0.123456", "100.5", "a reason of usual length");
      Reports.price(recorder, 2 * i + 2, 100);
      Reports.trade(recorder, 2 * i + 2, Side.SELL, "0.123456", "100.25", "another, as long");
    }
    Report report = Reports.of(recorder);
    assertThat(report.trades()).hasSize(many);
    ReportFiles.at(folder).write(report);
    assertThat(Files.readAllLines(folder.resolve("trades.csv"))).hasSize(many + 1);
    assertThat(Files.size(folder.resolve("report.html"))).isLessThan(3_000_000);
  }

  @Test
  void whatCameBeforeTheRangeIsWhereItBegins() {
    RunRecorder recorder = Reports.over(10);
    recorder.begins(Reports.at(5).toEpochMilli(), Reports.at(10).toEpochMilli());
    for (int minute = 1; minute <= 10; minute++) {
      Reports.price(recorder, minute, 100 + minute);
      if (minute == 1 || minute == 3) {
        Reports.trade(recorder, minute, Side.BUY, "1", String.valueOf(100 + minute), "in");
      }
      if (minute == 2 || minute == 8) {
        Reports.trade(recorder, minute, Side.SELL, "1", String.valueOf(100 + minute), "out");
      }
    }
    Report report = Reports.of(recorder);
    // 1 from minute 1 to 2, and 2 from minute 3 to 5, were earned before; 3 from 5 to 8.
    assertThat(value(report, "start_equity")).isEqualByComparingTo("10003");
    assertThat(value(report, "profit")).isEqualByComparingTo("3");
    assertThat(report.trades()).extracting(Trade::number).containsExactly(2);
    assertThat(value(report, "exposure")).isEqualByComparingTo("0.6");
    assertThat(value(report, "fills")).isEqualByComparingTo("1");
    assertThat(report.rows()).isEqualTo(6);
  }

  @Test
  void aSeriesOfSmallWholeNumbersNamedRegimeTellsRegimes() {
    assertThat(recorded("regime", 0, 3).regime()).isTrue();
    assertThat(recorded("trend.regime", 9).regime()).isTrue();
    assertThat(recorded("regime", 0.5).regime()).isFalse();
    assertThat(recorded("regime", 10).regime()).isFalse();
    assertThat(recorded("preregime", 1).regime()).isFalse();
    assertThat(recorded("regimes", 1).regime()).isFalse();
  }

  private static Recorded recorded(String name, double... values) {
    return new Recorded(name, new long[values.length], values);
  }
}
