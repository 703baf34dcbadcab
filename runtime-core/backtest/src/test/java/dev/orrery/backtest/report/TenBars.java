package dev.orrery.backtest.report;

import dev.orrery.backtest.Backtest;
import dev.orrery.backtest.BacktestResult;
import dev.orrery.backtest.Bars;
import dev.orrery.backtest.Jars;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.market.replay.Replay;
import java.io.IOException;
import java.nio.file.Path;

/** The ten hourly bars that {@code TenBarsTest} works out by hand, with a report. */
final class TenBars {
  private static final double[][] BARS = {
    {1000, 1000, 1000, 1000},
    {1000, 1010, 995, 1010},
    {1008, 1012, 985, 988},
    {988, 990, 986, 990},
    {990, 992, 980, 986},
    {986, 1002, 986, 1000},
    {1000, 1001, 995, 1000},
    {1000, 1010, 990, 1010},
    {1100, 1120, 1090, 1110},
    {1110, 1110, 1100, 1105}
  };

  private TenBars() {}

  static RiskCaps wide() {
    return RiskCaps.builder()
        .maxPositionPct("1000")
        .maxTotalExposurePct("1000")
        .maxOrdersPerDay(1_000_000)
        .maxOrdersPerMinute(100_000)
        .maxLeverage("20")
        .minOrderUsd("10")
        .allowedSymbols("BTC")
        .dailyLossHaltPct("100")
        .build();
  }

  static Replay market(Path folder) throws IOException {
    return Replay.of(Bars.hourly(folder.resolve("ten.csv"), BARS), "BTC");
  }

  /** The run of {@code TenBarsTest}. */
  static Report report(Path folder) throws IOException {
    Path jar =
        Jars.jar(
            folder.resolve("scripted.jar"),
            "scripted",
            "HOUR",
            """
            context.record("regime", bar < 5 ? 0 : 1);
            context.record("bar", bar);
            if (bar == 0) {
              return List.of(PlaceOrder.buy("BTC", OrderSize.of("2"), OrderTerms.market(), "in")
                  .withExits(Exits.stop(Price.of("990"))));
            }
            if (bar == 3) {
              return List.of(PlaceOrder.buy("BTC", OrderSize.of("1"),
                  OrderTerms.limit(Price.of("985")), "below"));
            }
            if (bar == 5) {
              return List.of(new ClosePosition("BTC", "enough"));
            }
            if (bar == 6) {
              return List.of(PlaceOrder.sell("BTC", OrderSize.of("90"), OrderTerms.market(),
                  "too much"));
            }
            return noop();
            """);
    return of(
        Backtest.over(market(folder))
            .jar(jar)
            .caps(wide())
            .account(
                PaperSettings.builder().slippageBps("10").hourlyFundingRate("0.0001").build()));
  }

  /** Runs it and reports. */
  static Report of(Backtest backtest) {
    RunRecorder recorder = new RunRecorder();
    BacktestResult result = backtest.listener(recorder).run();
    return Report.of(result, recorder);
  }
}
