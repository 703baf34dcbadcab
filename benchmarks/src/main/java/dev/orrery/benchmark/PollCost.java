package dev.orrery.benchmark;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.isolation.AllocationTally;
import dev.orrery.runtime.isolation.Allocations;
import dev.orrery.testkit.Strategies;
import dev.orrery.testkit.TestContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.ta4j.core.BarSeries;

/**
 * What being held costs a plugin: the bundled strategies' {@code decide}, each time on the next
 * candle, with polls in its code and its allocations counted, and numeric loops with polls, each by
 * turns with the same without, on one thread, in processor time. The median of the turns' ratios
 * counts, so that what else the machine does meets both, and of three loadings the one in the
 * middle, because compiled code of the same classes differs by some percent each time; it differs
 * more from one process to the next, so {@code run.sh} has many and takes the median of theirs.
 */
final class PollCost {
  private static final List<String> STRATEGIES =
      List.of(
          "sma-cross", "grid", "volatility-breakout", "jump-fade", "regime", "carry", "ta4j-rsi");
  private static final List<String> LOOPS =
      List.of("sum", "scale", "average", "smoothing", "list", "recursion");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int LOADINGS = 3;
  private static final int WARM = 100;
  private static final int TURNS = 101;

  /** Decisions, or loops, of a turn. */
  private static final int CALLS = 200;

  /** Times in a row that what the thread has allocated is asked for. */
  private static final int ASKED = 1_000;

  private static final double MOST = 1.03;

  /** How often the watchdog looks. */
  private static final long LOOK_NANOS = 5_000_000;

  private static final AllocationTally TALLY = new AllocationTally(Duration.ofMinutes(10));
  private static volatile boolean lookedAt;

  /** What the thread had allocated when that was last asked. */
  private static long counted;

  /** Where what was computed goes, so that it is computed. */
  private static volatile Object kept = "";

  private PollCost() {}

  /** The calls of a turn. */
  private interface Work {
    /** Processor time that they took together. */
    long nanos(int turn) throws Exception;
  }

  /** Loads code of its own, with polls or without. */
  private interface Loading {
    Work load(boolean polls) throws Exception;
  }

  /** Measures all, or those named. */
  public static void main(String[] args) throws Exception {
    Allocations.prepare();
    Thread.ofPlatform().daemon().name("looking").start(PollCost::look);
    Figures figures = new Figures("poll");
    List<String> named = List.of(args);
    for (String name : STRATEGIES) {
      if (named.isEmpty() || named.contains(name)) {
        Turns turns = loadings(polls -> decisions(name, polls));
        figures.atMost(turns.words(name), turns.ratio(), "x", MOST);
      }
    }
    if (named.isEmpty()) {
      figures.plain("  asking once for what the thread has allocated", asking(), "ns");
    }
    for (String name : LOOPS) {
      if (named.isEmpty() || named.contains(name)) {
        Turns turns = loadings(polls -> loops(name, polls));
        figures.plain("  " + turns.words("loop " + name), turns.ratio(), "x");
      }
    }
  }

  /** The one in the middle of several: the compiler comes to something else each time. */
  private static Turns loadings(Loading loading) throws Exception {
    List<Turns> all = new ArrayList<>();
    for (int i = 0; i < LOADINGS; i++) {
      all.add(turns(loading.load(false), loading.load(true)));
    }
    all.sort(Comparator.comparingDouble(Turns::ratio));
    return all.get(LOADINGS / 2);
  }

  private static Turns turns(Work without, Work with) throws Exception {
    double[] ratios = new double[TURNS];
    double[] bare = new double[TURNS];
    for (int turn = -WARM; turn < TURNS; turn++) {
      // Who comes first changes: the second finds the caches warm.
      boolean first = turn % 2 == 0;
      long one = (first ? without : with).nanos(turn + WARM);
      long other = (first ? with : without).nanos(turn + WARM);
      if (turn >= 0) {
        long base = first ? one : other;
        ratios[turn] = (double) (first ? other : one) / base;
        bare[turn] = (double) base / CALLS;
      }
    }
    Arrays.sort(ratios);
    Arrays.sort(bare);
    return new Turns(ratios[TURNS / 2], bare[TURNS / 2]);
  }

  private static Work decisions(String name, boolean polls) throws IOException {
    // With the library that one of them brings: its code polls too.
    LoadedApart loader =
        new LoadedApart(
            List.of(BundledJars.of(name).toUri().toURL(), classesOf(BarSeries.class)),
            List.of("dev.orrery.strategy.", "org.ta4j."),
            polls);
    StrategyFactory<?> factory =
        ServiceLoader.load(StrategyFactory.class, loader).findFirst().orElseThrow();
    StrategyPlugin strategy = Strategies.create(factory);
    NextCandles market = new NextCandles(name.equals("jump-fade"));
    return polls
        ? turn -> held(strategy, market.next(turn * CALLS, CALLS))
        : turn -> bare(strategy, market.next(turn * CALLS, CALLS));
  }

  private static long bare(StrategyPlugin strategy, List<TestContext> contexts) throws Exception {
    long begin = THREADS.getCurrentThreadCpuTime();
    for (TestContext context : contexts) {
      kept = strategy.decide(context);
    }
    return THREADS.getCurrentThreadCpuTime() - begin;
  }

  /**
   * As a runtime asks that decides all the time: what the thread has allocated is read where the
   * watchdog has looked, and then only. What it saw while contexts were made is no decision's. What
   * the turns without allocate is in it; only what asking costs is of interest.
   */
  private static long held(StrategyPlugin strategy, List<TestContext> contexts) throws Exception {
    counted = Allocations.own();
    lookedAt = false;
    long begin = THREADS.getCurrentThreadCpuTime();
    for (TestContext context : contexts) {
      kept = strategy.decide(context);
      if (lookedAt) {
        lookedAt = false;
        ask();
      }
    }
    return THREADS.getCurrentThreadCpuTime() - begin;
  }

  private static void ask() {
    long now = Allocations.own();
    TALLY.add(now - counted);
    counted = now;
  }

  /** Nanoseconds of asking once: what a decision pays before which the watchdog has looked. */
  private static double asking() {
    long best = Long.MAX_VALUE;
    for (int turn = 0; turn < WARM; turn++) {
      long begin = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < ASKED; i++) {
        ask();
      }
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - begin);
    }
    return (double) best / ASKED;
  }

  private static void look() {
    while (true) {
      LockSupport.parkNanos(LOOK_NANOS);
      lookedAt = true;
    }
  }

  private static Work loops(String name, boolean polls) throws Exception {
    String type = NumericLoops.class.getName();
    LoadedApart loader = new LoadedApart(List.of(classesOf(PollCost.class)), List.of(type), polls);
    DoubleSupplier loop =
        (DoubleSupplier) loader.loadClass(type).getMethod("named", String.class).invoke(null, name);
    return turn -> {
      long begin = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < CALLS; i++) {
        kept = loop.getAsDouble();
      }
      return THREADS.getCurrentThreadCpuTime() - begin;
    };
  }

  private static URL classesOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  /**
   * What came out.
   *
   * @param ratio with polls, of without
   * @param bare nanoseconds of one call without
   */
  private record Turns(double ratio, double bare) {
    String words(String name) {
      return String.format(Locale.ROOT, "%s with polls, of %.0f ns without", name, bare);
    }
  }
}
