package dev.orrery.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import dev.orrery.backtest.report.Report;
import dev.orrery.backtest.report.ReportFiles;
import dev.orrery.backtest.report.RunRecorder;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.plugin.TestJar;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two symbols and one account, worked out by hand. Cash 10,000; no fees, no slippage, no funding.
 *
 * <pre>
 * close  BTC   ETH   what happens
 * 01:00  1000  100   buy 2 BTC at 1000 and sell 10 ETH at 100
 * 02:00  1010  110   worth 10000 + 2 × 10 - 10 × 10 = 9920
 * 03:00  1020   90   worth 10000 + 2 × 20 + 10 × 10 = 10140; buy 10 ETH at 90: +100
 * 04:00  1000   90   worth 10000 + 0 + 100 = 10100
 * </pre>
 */
class JointBacktestTest {
  private static final double[] BTC = {1000, 1010, 1020, 1000};
  private static final double[] ETH = {100, 110, 90, 90};

  @TempDir private Path folder;

  private Replay hourly(String symbol, double... closes) throws Exception {
    StringBuilder text = new StringBuilder("time_ms,open,high,low,close,volume\n");
    double open = closes[0];
    for (int i = 0; i < closes.length; i++) {
      double high = Math.max(open, closes[i]);
      double low = Math.min(open, closes[i]);
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%s,%s,%s,%s,10%n",
              Bars.START + i * 3_600_000L,
              open,
              high,
              low,
              closes[i]));
      open = closes[i];
    }
    return Replay.of(Files.writeString(folder.resolve(symbol + ".csv"), text), symbol);
  }

  private Path pair() {
    return TestJar.jar()
        .source(
            "p.Pair",
            """
            package p;
            import dev.orrery.api.*;
            import dev.orrery.api.action.*;
            import dev.orrery.api.market.*;
            import java.util.*;
            public class Pair implements StrategyPlugin {
              @Override public String name() { return "pair"; }
              @Override public String vaultId() { return "v"; }
              @Override public List<Trigger> triggers() {
                return List.of(Trigger.barClose("BTC", Interval.HOUR));
              }
              @Override public List<Action> decide(DecisionContext context) {
                double btc = context.market().mark("BTC").price().toDouble();
                double eth = context.market().mark("ETH").price().toDouble();
                if (btc == 1000 && eth == 100) {
                  return List.of(
                      PlaceOrder.buy("BTC", OrderSize.of("2"), OrderTerms.market(), "long"),
                      PlaceOrder.sell("ETH", OrderSize.of("10"), OrderTerms.market(), "short"));
                }
                return eth == 90 && btc == 1020
                    ? List.of(new ClosePosition("ETH", "done"))
                    : List.of(new Noop("holding " + btc + " " + eth));
              }
            }
            """)
        .service(StrategyPlugin.class, "p.Pair")
        .build(folder.resolve("pair.jar"));
  }

  private static PaperSettings free() {
    return PaperSettings.builder().slippageBps("0").takerFee("0").hourlyFundingRate("0").build();
  }

  private static RiskCaps caps() {
    return RiskCaps.builder()
        .maxPositionPct("100")
        .maxTotalExposurePct("100")
        .maxOrdersPerDay(1_000)
        .maxOrdersPerMinute(100)
        .maxLeverage("2")
        .minOrderUsd("10")
        .allowedSymbols("BTC", "ETH")
        .dailyLossHaltPct("100")
        .build();
  }

  @Test
  void givesTheFiguresAsWorkedOutByHand() throws Exception {
    BacktestResult result =
        Backtest.over(List.of(hourly("BTC", BTC), hourly("ETH", ETH)))
            .jar(pair())
            .account(free())
            .caps(caps())
            .run();
    Figures figures = result.figures();
    assertThat(figures.endEquity()).isEqualTo(Usd.of("10100"));
    assertThat(figures.fills()).isEqualTo(3);
    assertThat(figures.trades()).isEqualTo(1);
    assertThat(figures.openTrades()).isEqualTo(1);
    assertThat(figures.exposure()).isEqualTo("1");
    // From 10000 to 9920 at 02:00, before it rose: the deepest fall.
    assertThat(figures.maxDrawdown()).isEqualTo("0.008");
    assertThat(result.rows()).isEqualTo(8);
    assertThat(result.trips().stream().map(t -> t.number() + " " + t.symbol() + " " + t.gross()))
        .containsExactly("1 BTC 0", "2 ETH 100");
    assertThat(result.subject().symbol()).isEqualTo("BTC,ETH");
    // Half in each: (1.00 + 0.90) / 2, and at 02:00 it was worth 105.5.
    assertThat(result.market())
        .isEqualTo(
            new BuyAndHold(
                Price.of("100"),
                Price.of("95"),
                new BigDecimal("-0.05"),
                new BigDecimal("0.099526066351")));
  }

  @Test
  void reportsBothSymbolsAsWorkedOutByHand() throws Exception {
    RunRecorder recorder = new RunRecorder();
    BacktestResult result =
        Backtest.over(List.of(hourly("BTC", BTC), hourly("ETH", ETH)))
            .jar(pair())
            .account(free())
            .caps(caps())
            .listener(recorder)
            .run();
    Report report = Report.of(result, recorder);
    assertThat(report.about().symbols()).containsExactly("BTC", "ETH");
    assertThat(report.prices()).containsOnlyKeys("BTC", "ETH");
    assertThat(Objects.requireNonNull(report.prices().get("ETH")).getLast().close()).isEqualTo(90);
    assertThat(
            report.trades().stream()
                .map(it ->
                    String.join(
                        " ",
                        it.symbol(),
                        it.direction(),
                        it.entry().toPlainString(),
                        it.exit().toPlainString(),
                        it.net().toPlainString(),
                        it.ended().name())))
        .containsExactlyInAnyOrder("BTC long 1000 1000 0 OPEN", "ETH short 100 90 100 CLOSED");
    assertThat(figure(report, "profit")).isEqualByComparingTo("100");
    assertThat(figure(report, "max_drawdown")).isEqualByComparingTo("0.008");
    assertThat(figure(report, "market_return")).isEqualByComparingTo("-0.05");
    assertThat(report.metric("market_return").definition()).endsWith("the mean of all symbols");
    Path written = folder.resolve("out");
    ReportFiles.at(written).write(report);
    assertThat(Files.readAllLines(written.resolve("trades.csv"))).hasSize(3);
    assertThat(Files.readString(written.resolve("report.html"))).contains("BTC, ETH");
  }

  private static BigDecimal figure(Report report, String key) {
    return Objects.requireNonNull(report.metric(key).value(), key);
  }

  @Test
  void theOrderOfTheSymbolsIsThatOfTheCall() throws Exception {
    Replay btc = hourly("BTC", BTC);
    Replay eth = hourly("ETH", ETH);
    Path jar = pair();
    List<BacktestResult> results = new ArrayList<>();
    for (List<Replay> markets : List.of(List.of(btc, eth), List.of(btc, eth), List.of(eth, btc))) {
      results.add(Backtest.over(markets).jar(jar).account(free()).caps(caps()).run());
    }
    BacktestResult first = results.getFirst();
    BacktestResult other = results.getLast();
    assertThat(results.get(1)).isEqualTo(first);
    assertThat(other.figures()).isEqualTo(first.figures());
    assertThat(other.subject().dataDigest()).isNotEqualTo(first.subject().dataDigest());
  }

  /** A symbol nobody looks at takes nothing away and adds nothing. */
  @Test
  void aSymbolThatIsNotTradedChangesNothing() throws Exception {
    Path jar =
        Jars.jar(
            folder.resolve("flips.jar"),
            "flips",
            "MINUTE",
            """
            return switch (context.random().nextInt(6)) {
              case 0 -> List.of(TargetPosition.worth("BTC", Usd.of(2000), "long"));
              case 1 -> List.of(TargetPosition.worth("BTC", Usd.of(-2000), "short"));
              default -> noop();
            };
            """);
    Replay btc = Replay.of(Bars.walk(folder.resolve("a.csv"), 400, 7), "BTC");
    Replay eth = Replay.of(Bars.walk(folder.resolve("b.csv"), 400, 8), "ETH");
    BacktestResult alone = Backtest.over(btc).jar(jar).caps(caps()).run();
    for (List<Replay> both : List.of(List.of(btc, eth), List.of(eth, btc))) {
      BacktestResult beside = Backtest.over(both).jar(jar).caps(caps()).run();
      assertThat(beside.trips()).isEqualTo(alone.trips()).hasSizeGreaterThan(10);
      assertThat(beside.decisions()).isEqualTo(alone.decisions());
      assertThat(beside.figures().endEquity()).isEqualTo(alone.figures().endEquity());
      assertThat(beside.figures().exposure()).isEqualTo(alone.figures().exposure());
      assertThat(beside.figures().maxDrawdown()).isEqualTo(alone.figures().maxDrawdown());
      assertThat(beside.figures().sharpe()).isEqualTo(alone.figures().sharpe());
    }
  }
}
