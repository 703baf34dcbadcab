package dev.orrery.benchmark;

import dev.orrery.api.value.Usd;
import dev.orrery.backtest.Backtest;
import dev.orrery.backtest.BacktestResult;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.market.replay.Replay;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * What a backtest of a million bars holds: live heap after a collection, with data and result still
 * there, less that after a small one, in multiples of the data's six columns.
 */
public final class BacktestMemory {
  private static final int BARS = 1_000_000;
  private static final int SMALL = 10_000;
  private static final int BYTES_A_ROW = 6 * Long.BYTES;
  private static final double MOST = 3;

  private BacktestMemory() {}

  /** Measures; no arguments. */
  public static void main(String[] args) {
    try (Workspace workspace = new Workspace()) {
      Path jar = workspace.jar();
      Path small = workspace.path("small.csv");
      GenerateBars.of(SMALL).write(small);
      Path large = workspace.path("large.csv");
      GenerateBars.of(BARS).write(large);
      backtest(Replay.of(small, "BTC"), jar);
      long before = live();
      Replay market = Replay.of(large, "BTC");
      BacktestResult result = backtest(market, jar);
      double held = live() - before;
      Figures figures = new Figures("memory");
      double columns = (double) BARS * BYTES_A_ROW;
      figures.atMost("live heap of a million bars, of their columns", held / columns, "x", MOST);
      figures.plain("  in megabytes", held / 1e6, "MB");
      // What is asked of them now was there while it was measured.
      figures.plain("  rows", market.summary().rows(), "");
      figures.plain("  trades", result.figures().trades(), "");
    }
  }

  private static BacktestResult backtest(Replay market, Path jar) {
    return Backtest.over(market)
        .jar(jar)
        .strategy("crossover")
        .account(PaperSettings.builder().startCash(Usd.of("1000000")).build())
        .caps(BenchRuntime.CAPS)
        .run();
  }

  private static long live() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
