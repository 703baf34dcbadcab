package dev.orrery.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.orrery.api.value.Usd;
import dev.orrery.backtest.Backtest;
import dev.orrery.backtest.optimize.Axis;
import dev.orrery.backtest.optimize.OptimizeResult;
import dev.orrery.backtest.optimize.Optimizer;
import dev.orrery.backtest.optimize.ParameterSpace;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.market.replay.Replay;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * A thousand combinations of a crossover over ten thousand bars, on one thread and on two, by the
 * wall clock. Wants two cores for itself; what holds on a busy machine too is how much processor
 * time two threads take of that of one: 1 where they are not in each other's way.
 */
public final class OptimizeScaling {
  private static final int BARS = 10_000;
  private static final double LEAST = 1.8;

  private OptimizeScaling() {}

  /** Measures; no arguments. */
  public static void main(String[] args) {
    try (Workspace workspace = new Workspace()) {
      Path file = workspace.path("bars.csv");
      GenerateBars.of(BARS).write(file);
      Replay market = Replay.of(file, "BTC");
      Path jar = workspace.jar();
      search(market, jar, 2); // warms up
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long cpu = system.getProcessCpuTime();
      long started = System.nanoTime();
      OptimizeResult one = search(market, jar, 1);
      double alone = System.nanoTime() - started;
      double cpuAlone = system.getProcessCpuTime() - cpu;
      cpu = system.getProcessCpuTime();
      started = System.nanoTime();
      OptimizeResult two = search(market, jar, 2);
      double together = System.nanoTime() - started;
      double cpuTogether = system.getProcessCpuTime() - cpu;
      if (!one.equals(two)) {
        throw new IllegalStateException("one thread and two found different things");
      }
      Figures figures = new Figures("optimize");
      int runs = one.ranked().size();
      figures.atLeast("two threads, as fast as one", alone / together, "x", LEAST);
      figures.plain("  runs of " + BARS + " bars a second, two threads", runs * 1e9 / together, "");
      figures.plain("  one thread", runs * 1e9 / alone, "");
      figures.plain("  processor time of two, of that of one", cpuTogether / cpuAlone, "x");
      figures.plain("  combinations", runs, "");
    }
  }

  private static OptimizeResult search(Replay market, Path jar, int threads) {
    Backtest backtest =
        Backtest.over(market)
            .jar(jar)
            .strategy("crossover")
            .account(PaperSettings.builder().startCash(Usd.of("1000000")).build())
            .caps(BenchRuntime.CAPS);
    ParameterSpace space =
        new ParameterSpace(List.of(Axis.of("fast=1..25"), Axis.of("slow=26..65")));
    return Optimizer.over(backtest, space).threads(threads).run();
  }
}
