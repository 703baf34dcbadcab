package dev.orrery.benchmark;

import dev.orrery.executor.journal.DigestJournal;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.MemoryDecisionJournal;
import dev.orrery.runtime.tick.TickSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One candle and the tick it causes, with what is read recorded and without. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class TickBenchmark {
  /** Whether what is read is recorded. */
  @Param({"false", "true"})
  public boolean recordReads;

  private final Workspace workspace = new Workspace();
  private final HandFedMarket market = new HandFedMarket(new SimulatedTimeline(1_600_000_020_000L));

  @SuppressWarnings("NullAway.Init") // before the first candle
  private StrategyRuntime runtime;

  /** Starts a runtime of one strategy, to be given its candles by hand. */
  @Setup
  public void start() {
    runtime =
        BenchRuntime.runtime(workspace.jar())
            .market(market)
            .strategy("mean", options -> {})
            .ticks(new TickSettings(1, 1, Duration.ZERO, recordReads, Ladder.STANDARD))
            .journal(new MemoryDecisionJournal(new DigestJournal()), DecisionHistory.NONE)
            .build();
    runtime.start();
  }

  /** One candle closes, the strategy reads thirty and answers a noop. */
  @Benchmark
  public void candle() {
    market.next();
  }

  /** Ends. */
  @TearDown
  public void end() {
    runtime.close();
    workspace.close();
  }
}
