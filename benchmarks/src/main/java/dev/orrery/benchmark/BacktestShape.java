package dev.orrery.benchmark;

import dev.orrery.benchmark.strategy.Mean;
import dev.orrery.executor.journal.DigestJournal;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.MemoryDecisionJournal;
import dev.orrery.runtime.tick.TickSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * One million bars on the simulated timeline through the same tick as everywhere, with a running
 * digest as journal; the strategy reads 30 candles and answers a noop. The file is played lap after
 * lap in one runtime: the first laps warm up, the last ones count. Beside it, the bare loop over
 * the same column that a user would write by hand.
 */
public final class BacktestShape {
  private static final int BARS = 1_000_000;
  private static final int WARM_LAPS = 4;
  private static final int LAPS = 6;
  private static final double TARGET = 3;

  private static double seen;

  private BacktestShape() {}

  /** Measures; no arguments, or {@code LAPS} of the plain run alone, for a profiler. */
  public static void main(String[] args) {
    if (args.length > 0) {
      profile(Integer.parseInt(args[0]));
    } else {
      measure();
    }
  }

  private static void profile(int laps) {
    GenerateBars bars = GenerateBars.of(BARS);
    try (Workspace workspace = new Workspace()) {
      Replay market = Replay.of(workspace.market(bars), "BTC").simulated();
      Lap plain = run(market, bars, workspace.jar(), laps, false);
      Figures figures = new Figures("backtest");
      figures.plain("a bar, processor time, median lap", 1e3 / plain.perCpuSecond(), "ns");
      figures.plain("a bar, processor time, best lap", plain.bestCpuNanos() / (double) BARS, "ns");
      figures.plain("  allocated a bar", plain.bytes() / (double) BARS, "bytes");
    }
  }

  private static void measure() {
    Figures figures = new Figures("backtest");
    GenerateBars bars = GenerateBars.of(BARS);
    try (Workspace workspace = new Workspace()) {
      Path jar = workspace.jar();
      Replay market = Replay.of(workspace.market(bars), "BTC").simulated();
      Lap loop = bareLoop(bars.closes(), LAPS);
      Lap plain = run(market, bars, jar, LAPS, false);
      Lap recorded = run(market, bars, jar, LAPS, true);
      figures.atLeast("M bars/s of one core's time, warm", plain.perCpuSecond(), "M", TARGET);
      figures.plain("  the same by the wall clock", plain.perSecond(), "M");
      figures.plain("  a bar", 1e3 / plain.perCpuSecond(), "ns");
      figures.plain("  allocated a bar", plain.bytes() / (double) BARS, "bytes");
      figures.plain("M bars/s with every read recorded", recorded.perCpuSecond(), "M");
      figures.plain(
          "  what recording adds to a bar",
          1e3 / recorded.perCpuSecond() - 1e3 / plain.perCpuSecond(),
          "ns");
      figures.plain("M bars/s of the bare loop, same arithmetic", loop.perCpuSecond(), "M");
    }
    figures.say("(" + seen + ")");
  }

  private static Lap run(
      Replay market, GenerateBars bars, Path jar, int laps, boolean recordReads) {
    DigestJournal journal = new DigestJournal();
    TickSettings ticks = new TickSettings(1, 1, Duration.ZERO, recordReads, Ladder.STANDARD);
    int all = WARM_LAPS + laps;
    try (StrategyRuntime runtime =
        BenchRuntime.runtime(jar)
            .market(market.laps(all))
            .strategy("mean", strategy -> {})
            .ticks(ticks)
            .journal(new MemoryDecisionJournal(journal), DecisionHistory.NONE)
            .build()) {
      Stopwatch watch = new Stopwatch(all);
      for (int lap = 0; lap < all; lap++) {
        long start = bars.firstClose() + lap * bars.spanMillis();
        runtime.timeline().at(start, watch::lap);
      }
      runtime.start();
      watch.lap();
      long decisions = (long) all * BARS - (Mean.WINDOW - 1);
      if (journal.entries() < decisions) {
        throw new IllegalStateException("only " + journal.entries() + " decisions");
      }
      return watch.median(WARM_LAPS);
    }
  }

  private static Lap bareLoop(double[] closes, int laps) {
    Stopwatch watch = new Stopwatch(WARM_LAPS + laps);
    watch.lap();
    for (int lap = 0; lap < WARM_LAPS + laps; lap++) {
      seen += above(closes);
      watch.lap();
    }
    return watch.median(WARM_LAPS);
  }

  private static int above(double[] closes) {
    int above = 0;
    for (int bar = Mean.WINDOW - 1; bar < closes.length; bar++) {
      double sum = 0;
      for (int i = bar - Mean.WINDOW + 1; i <= bar; i++) {
        sum += closes[i];
      }
      if (closes[bar] > sum / Mean.WINDOW) {
        above++;
      }
    }
    return above;
  }

  /** What one lap of all bars took. */
  private record Lap(long nanos, long cpuNanos, long bestCpuNanos, long bytes) {
    double perSecond() {
      return BARS * 1e3 / nanos;
    }

    double perCpuSecond() {
      return BARS * 1e3 / cpuNanos;
    }
  }

  /** Looks at the clocks of the calling thread at each lap. */
  private static final class Stopwatch {
    private final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long[] nanos;
    private final long[] cpu;
    private final long[] bytes;
    private int next;

    Stopwatch(int laps) {
      nanos = new long[laps + 1];
      cpu = new long[laps + 1];
      bytes = new long[laps + 1];
    }

    void lap() {
      nanos[next] = System.nanoTime();
      cpu[next] = threads.getCurrentThreadCpuTime();
      bytes[next] = threads.getCurrentThreadAllocatedBytes();
      next++;
    }

    /** The median of each clock over the laps after the first so many. */
    Lap median(int skipped) {
      return new Lap(
          sorted(nanos, skipped)[middle(skipped)],
          sorted(cpu, skipped)[middle(skipped)],
          sorted(cpu, skipped)[0],
          sorted(bytes, skipped)[middle(skipped)]);
    }

    private int middle(int skipped) {
      return (next - 1 - skipped) / 2;
    }

    private long[] sorted(long[] marks, int skipped) {
      long[] laps = new long[next - 1 - skipped];
      for (int i = 0; i < laps.length; i++) {
        laps[i] = marks[skipped + i + 1] - marks[skipped + i];
      }
      Arrays.sort(laps);
      return laps;
    }
  }
}
