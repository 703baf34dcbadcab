package dev.orrery.benchmark;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.market.Interval;
import dev.orrery.runtime.isolation.Allocations;
import dev.orrery.testkit.Strategies;
import dev.orrery.testkit.TestContext;
import dev.orrery.testkit.TestContextBuilder;
import java.io.IOException;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.ta4j.core.BarSeries;

/**
 * What being held costs a plugin: the bundled strategies' {@code decide} over a test context with
 * polls in its code and its allocations counted, and numeric loops with polls, each beside the same
 * without.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PollCost {
  private static final String FALL =
      "{\"symbol\":\"BTC\",\"movePct\":\"-1.8\",\"price\":\"800\",\"seconds\":60}";

  private static final long BUDGET = 256 << 20;

  /** A bundled strategy, or one of {@link NumericLoops}. */
  @Param({
    "sma-cross",
    "grid",
    "volatility-breakout",
    "jump-fade",
    "regime",
    "carry",
    "ta4j-rsi",
    "loop-sum",
    "loop-scale",
    "loop-average",
    "loop-smoothing",
    "loop-list",
    "loop-recursion"
  })
  public String code = "";

  /** The last, so that the two of one code are measured one after the other. */
  @Param({"without", "with"})
  public String polls = "";

  private Callable<Object> call = () -> "";

  /** Loads the code. */
  @Setup
  public void load() throws Exception {
    Allocations.prepare();
    boolean wanted = polls.equals("with");
    call = code.startsWith("loop-") ? loop(code.substring(5), wanted) : strategy(code, wanted);
  }

  /** One decision, or one loop. */
  @Benchmark
  public Object run() throws Exception {
    return call.call();
  }

  private static Callable<Object> loop(String name, boolean polls) throws Exception {
    String type = NumericLoops.class.getName();
    LoadedApart loader = new LoadedApart(List.of(classesOf(PollCost.class)), List.of(type), polls);
    DoubleSupplier loop =
        (DoubleSupplier) loader.loadClass(type).getMethod("named", String.class).invoke(null, name);
    return loop::getAsDouble;
  }

  private static Callable<Object> strategy(String name, boolean polls) throws IOException {
    // With the library that one of them brings: its code polls too.
    LoadedApart loader =
        new LoadedApart(
            List.of(BundledJars.of(name).toUri().toURL(), classesOf(BarSeries.class)),
            List.of("dev.orrery.strategy.", "org.ta4j."),
            polls);
    StrategyFactory<?> factory =
        ServiceLoader.load(StrategyFactory.class, loader).findFirst().orElseThrow();
    StrategyPlugin strategy = Strategies.create(factory);
    TestContext context = context(name).build();
    return polls ? () -> withinBudget(strategy, context) : () -> strategy.decide(context);
  }

  /** As a runtime asks: what the thread has allocated is read before and after. */
  private static Object withinBudget(StrategyPlugin strategy, TestContext context)
      throws Exception {
    long before = Allocations.own();
    Object answer = strategy.decide(context);
    if (Allocations.own() - before > BUDGET) {
      throw new IllegalStateException("a bundled strategy is over the budget of a call");
    }
    return answer;
  }

  private static TestContextBuilder context(String name) {
    Random random = new Random(20_131_125);
    double[] closes = new double[200];
    Arrays.setAll(closes, i -> 800 + 8 * random.nextGaussian());
    TestContextBuilder noon =
        TestContext.at("2013-11-25T12:00:00Z")
            .candles("BTC", Interval.FIVE_MINUTES, closes)
            .funding("BTC", "0.00003")
            .mark("BTC", "800");
    return name.equals("jump-fade") ? noon.event("price-jump", FALL) : noon;
  }

  private static URL classesOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
