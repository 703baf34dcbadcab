package dev.orrery.benchmark;

import dev.orrery.api.value.Usd;
import dev.orrery.backtest.Backtest;
import dev.orrery.backtest.BacktestResult;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.market.replay.Replay;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * One crossover of two moving averages over a million one-minute bars, three times: as a bare loop,
 * as a backtest of a plugin jar with gate, paper broker, exact money and digest, and by ta4j with
 * doubles. Turn by turn in one process, so that all three meet the same machine; the first rounds
 * warm up, the median of the others counts. Processor time of the one thread.
 */
public final class CrossoverRace {
  private static final int BARS = 1_000_000;
  private static final int WARM_ROUNDS = 3;
  private static final int ROUNDS = 5;
  private static final double LEAST_MILLIONS = 5;
  private static final double LEAST_TIMES_TA4J = 2.5;

  private final int fast;
  private final int slow;

  private CrossoverRace(int fast, int slow) {
    this.fast = fast;
    this.slow = slow;
  }

  /** Measures: {@code CrossoverRace [FAST SLOW [ROUNDS]]}; with rounds the backtest alone. */
  public static void main(String[] args) {
    CrossoverRace race =
        args.length < 2
            ? new CrossoverRace(10, 30)
            : new CrossoverRace(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    if (args.length < 3) {
      race.run();
    } else {
      race.alone(Integer.parseInt(args[2]));
    }
  }

  private Backtest backtest(Workspace workspace, GenerateBars bars) {
    Path jar = workspace.jar();
    return Backtest.over(Replay.of(workspace.market(bars), "BTC"))
        .jar(jar)
        .strategy("crossover")
        .parameter("fast", fast)
        .parameter("slow", slow)
        .account(PaperSettings.builder().startCash(Usd.of("1000000")).build())
        .caps(BenchRuntime.CAPS);
  }

  /** For a profiler. */
  private void alone(int rounds) {
    GenerateBars bars = GenerateBars.of(BARS);
    try (Workspace workspace = new Workspace()) {
      Backtest backtest = backtest(workspace, bars);
      Runner orrery = new Runner(() -> backtest.run().figures().trades());
      for (int i = 0; i < rounds; i++) {
        orrery.round();
        new Figures("crossover")
            .say(
                String.format(
                    Locale.ROOT,
                    "round %d: %.2f M bars/s, %d trades, %.0f bytes a bar",
                    i + 1,
                    BARS * 1e3 / orrery.last(),
                    orrery.trades,
                    orrery.bytes / (double) BARS));
      }
    }
  }

  private void run() {
    Figures figures = new Figures("crossover");
    GenerateBars bars = GenerateBars.of(BARS);
    try (Workspace workspace = new Workspace()) {
      BareCrossover bareLoop = new BareCrossover(fast, slow);
      Backtest backtest = backtest(workspace, bars);
      Ta4jCrossover ta4jCrossover = new Ta4jCrossover(fast, slow, bars);
      BacktestResult[] result = new BacktestResult[1];
      Runner bare =
          new Runner(() -> {
            bareLoop.run(bars.closes());
            return bareLoop.trades();
          });
      Runner orrery =
          new Runner(() -> {
            result[0] = backtest.run();
            return result[0].figures().trades();
          });
      Runner ta4j = new Runner(ta4jCrossover::run);
      for (int i = 0; i < WARM_ROUNDS + ROUNDS; i++) {
        bare.round();
        orrery.round();
        ta4j.round();
      }
      figures.say("averages of " + fast + " and " + slow + " over " + BARS + " bars of a minute");
      figures.atLeast("M bars/s, warm", orrery.perSecond(), "M", LEAST_MILLIONS);
      figures.atLeast("  as fast as ta4j", orrery.timesAsFastAs(ta4j), "x", LEAST_TIMES_TA4J);
      figures.plain("  of the bare loop's speed", orrery.timesAsFastAs(bare), "x");
      figures.plain("M bars/s of ta4j, doubles", ta4j.perSecond(), "M");
      figures.plain("M bars/s of the bare loop", bare.perSecond(), "M");
      figures.plain("  allocated a bar", orrery.bytes / (double) BARS, "bytes");
      figures.plain("trades", orrery.trades, "");
      figures.plain("  of the bare loop", bare.trades, "");
      figures.plain("  of ta4j", ta4j.trades, "");
      figures.say("digest " + result[0].digest() + ", bare loop's profit " + bareLoop.profit());
      if (bare.trades != orrery.trades) {
        throw new IllegalStateException("the bare loop and the backtest traded differently");
      }
    }
  }

  /** One of the three, and what its rounds took. */
  private static final class Runner {
    private final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final IntSupplier round;
    private final long[] nanos = new long[1_000];
    private int done;
    private int trades;
    private long bytes;

    Runner(IntSupplier round) {
      this.round = round;
    }

    void round() {
      long bytesBefore = threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadCpuTime();
      trades = round.getAsInt();
      nanos[done++] = threads.getCurrentThreadCpuTime() - before;
      bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
    }

    long last() {
      return nanos[done - 1];
    }

    private long median() {
      long[] counted = Arrays.copyOfRange(nanos, WARM_ROUNDS, done);
      Arrays.sort(counted);
      return counted[counted.length / 2];
    }

    /** In millions. */
    double perSecond() {
      return BARS * 1e3 / median();
    }

    double timesAsFastAs(Runner other) {
      return (double) other.median() / median();
    }
  }
}
