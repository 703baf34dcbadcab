package dev.orrery.benchmark;

import dev.orrery.database.Database;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.executor.journal.DigestJournal;
import dev.orrery.executor.journal.OrderJournal.Receipt;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.Meter;
import dev.orrery.kernel.Meters;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.metrics.RuntimeMeters;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.MemoryDecisionJournal;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.store.JournalSettings;
import dev.orrery.store.PostgresJournal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * From a firing to its record, on the wall timeline, one firing at a time and a pause after each,
 * so that every firing wakes a sleeping thread of the decide pool. The clock starts before the
 * request is handed to the runtime; it stops when the journal's buffer has the record, or, for the
 * strategy with an order, when the database has acknowledged the group with the decision's outcome.
 */
public final class FiringLatency implements AutoCloseable {
  private static final long PAUSE_NANOS = 300_000;

  /** A record is told before its tick has quite ended; on a busy machine some may pile up. */
  private static final int CONCURRENT = 64;

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final String strategy;
  private final Verdict wanted;
  private final DecisionJournal journal;
  private final StrategyRuntime runtime;
  private final Thread firing = Thread.currentThread();
  private long asked;

  // Written by the tick's thread, read by the firing one after `done`.
  private volatile long queuedNanos;
  private @Nullable Verdict verdict;
  private List<String> reasons = List.of();
  private long position;
  private long acceptedNanos;
  private volatile boolean done;

  private FiringLatency(
      Workspace workspace, String strategy, Verdict wanted, DecisionJournal journal) {
    this.strategy = strategy;
    this.wanted = wanted;
    this.journal = journal;
    this.runtime =
        BenchRuntime.runtime(workspace.jar())
            .market(new HandFedMarket(new WallTimeline()))
            .strategy(strategy, options -> options.concurrent(CONCURRENT))
            .journal(new Accepted(journal, this::accepted), DecisionHistory.NONE)
            .meters(new QueuedMeter())
            .build();
    runtime.start();
  }

  /** Measures both; {@code noop} or {@code order} measures one. */
  public static void main(String[] args) throws InterruptedException {
    String only = args.length == 0 ? "" : args[0];
    Figures figures = new Figures("firing");
    try (Workspace workspace = new Workspace()) {
      if (!only.equals("order")) {
        noop(workspace, figures);
      }
      if (!only.equals("noop")) {
        order(workspace, figures);
      }
    }
  }

  private static void noop(Workspace workspace, Figures figures) throws InterruptedException {
    DecisionJournal journal = new MemoryDecisionJournal(new DigestJournal());
    try (FiringLatency latency =
        new FiringLatency(workspace, "three-reads", Verdict.NOOP, journal)) {
      Sample sample = latency.sample(20_000, 20_000, false);
      Percentiles whole = new Percentiles(sample.whole);
      Percentiles tick = new Percentiles(sample.tick);
      figures.atMost("noop with three reads, record accepted, p50", whole.micros(50), "us", 20);
      figures.atMost("  p99", whole.micros(99), "us", 200);
      figures.plain("  without the hand-off to the pool, p50", tick.micros(50), "us");
      figures.plain("  without the hand-off to the pool, p99", tick.micros(99), "us");
      Percentiles bare = new Percentiles(BareHandOff.sample(2_000, 20_000, PAUSE_NANOS));
      figures.plain("  a bare hand-off to a sleeping thread, p50", bare.micros(50), "us");
      figures.plain("  a bare hand-off to a sleeping thread, p99", bare.micros(99), "us");
    }
  }

  private static void order(Workspace workspace, Figures figures) throws InterruptedException {
    EmbeddedServer.Settings server = EmbeddedServer.Settings.in(workspace.path("data"));
    try (Database database = Database.openEmbedded(server)) {
      database.migrate();
      try (PostgresJournal journal =
              PostgresJournal.open(
                  database,
                  JournalSettings.in(workspace.path("spool")),
                  IdSource.random(),
                  InstantSource.system());
          FiringLatency latency =
              new FiringLatency(workspace, "one-order", Verdict.EXECUTED, journal)) {
        Percentiles whole = new Percentiles(latency.sample(2_000, 4_000, true).whole);
        figures.atMost("one paper order, flushed with fsync, p50", whole.millis(50), "ms", 2);
        figures.atMost("  p99", whole.millis(99), "ms", 10);
        Percentiles bare = new Percentiles(BareFlush.sample(workspace.path("flushed"), 2_000));
        figures.plain("  a bare flush of a page to the same disk, p50", bare.millis(50), "ms");
        figures.plain("  a bare flush of a page to the same disk, p99", bare.millis(99), "ms");
      }
    }
  }

  private Sample sample(int warm, int count, boolean flushed) throws InterruptedException {
    while (fire(false) < 0) {
      LockSupport.parkNanos(10_000_000); // not ready: the market has only just begun
    }
    for (int i = 0; i < warm; i++) {
      fire(flushed);
    }
    Sample sample = new Sample(new long[count], new long[count]);
    for (int i = 0; i < count; i++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      sample.whole[i] = fire(flushed);
      sample.tick[i] = sample.whole[i] - queuedNanos;
      if (sample.whole[i] < 0) {
        throw new IllegalStateException("a firing was " + verdict + ": " + reasons);
      }
    }
    return sample;
  }

  /** Nanoseconds it took; negative when the verdict is not the one wanted. */
  private long fire(boolean flushed) throws InterruptedException {
    String request = Long.toString(asked++);
    done = false;
    long start = System.nanoTime();
    runtime.trigger(strategy, request, null);
    while (!done) {
      LockSupport.park(this);
    }
    long end = acceptedNanos;
    if (flushed) {
      Receipt receipt = journal.await(position, LONGEST);
      end = System.nanoTime();
      if (receipt != Receipt.DATABASE) {
        throw new IllegalStateException("the journal answered " + receipt);
      }
    }
    return verdict == wanted ? end - start : -1;
  }

  private void accepted(@Nullable DecisionRecord decision, Verdict what, long where, long nanos) {
    verdict = what;
    reasons = decision == null ? List.of() : decision.reasons();
    position = where;
    acceptedNanos = nanos;
    done = true;
    LockSupport.unpark(firing);
  }

  @Override
  public void close() {
    runtime.close();
  }

  /** Nanoseconds of the whole, and of the part after a pool thread has taken the firing. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sample(long[] whole, long[] tick) {}

  /** Keeps how long the last firing waited for a thread. */
  private final class QueuedMeter implements Meters {
    @Override
    public void count(Meter meter, long amount, String... tagValues) {}

    @Override
    public void time(Meter meter, long nanos, String... tagValues) {
      if (meter.equals(RuntimeMeters.QUEUED)) {
        queuedNanos = nanos;
      }
    }

    @Override
    public void gauge(Meter meter, DoubleSupplier value, String... tagValues) {}
  }
}
