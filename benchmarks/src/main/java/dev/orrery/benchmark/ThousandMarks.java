package dev.orrery.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.orrery.api.Trigger;
import dev.orrery.executor.journal.DigestJournal;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.runtime.RuntimeBuilder;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.MemoryDecisionJournal;
import dev.orrery.runtime.recording.Verdict;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thousand strategies that all wake at each full second of the wall clock, by Quartz. Lateness is
 * counted to the instant the decision's record is in the journal's buffer: later than where the
 * tick begins, so what is promised of the beginning is held all the more.
 */
public final class ThousandMarks {
  private static final int STRATEGIES = 1_000;
  private static final int WARM_MARKS = 40;
  private static final int MARKS = 20;

  private final Map<Long, AtomicInteger> decided = new ConcurrentHashMap<>();
  private final long[] nanos = new long[STRATEGIES * MARKS];
  private final AtomicInteger measured = new AtomicInteger();
  private volatile long firstMark = Long.MAX_VALUE;

  private ThousandMarks() {}

  /** Measures; no arguments. */
  public static void main(String[] args) {
    try (Workspace workspace = new Workspace()) {
      new ThousandMarks().run(workspace, new Figures("marks"));
    }
  }

  private void run(Workspace workspace, Figures figures) {
    RuntimeBuilder builder =
        BenchRuntime.runtime(workspace.jar())
            .market(new HandFedMarket(new WallTimeline()))
            .journal(
                new Accepted(new MemoryDecisionJournal(new DigestJournal()), this::accepted),
                DecisionHistory.NONE);
    for (int i = 0; i < STRATEGIES; i++) {
      String name = "s" + i;
      builder.strategy(
          name,
          options ->
              options.of("three-reads").vault(name).triggers(List.of(Trigger.everySeconds(1))));
    }
    long cpuNanos;
    try (StrategyRuntime runtime = builder.build()) {
      runtime.start();
      long second = TimeUnit.SECONDS.toMillis(1);
      long first = (runtime.timeline().nowMillis() / second + 1 + WARM_MARKS) * second;
      firstMark = first;
      sleepUntil(runtime, first - second / 2);
      long cpuBefore = processNanos();
      long end = first + (MARKS - 1) * second + second / 2;
      sleepUntil(runtime, end);
      cpuNanos = processNanos() - cpuBefore;
    }
    figures.plain("processor time of the process a mark", cpuNanos / 1e6 / MARKS, "ms");
    long missed = (long) STRATEGIES * MARKS;
    for (AtomicInteger mark : decided.values()) {
      missed -= mark.get();
    }
    Percentiles late = new Percentiles(Arrays.copyOf(nanos, measured.get()));
    figures.atMost("lateness of 1,000 at one mark, p99", late.millis(99), "ms", 10);
    figures.plain("  p50", late.millis(50), "ms");
    figures.plain("  the latest", late.millis(100), "ms");
    figures.atMost("  marks missed of " + STRATEGIES * MARKS, (double) missed, "marks", 0);
  }

  private static void sleepUntil(StrategyRuntime runtime, long millis) {
    while (runtime.timeline().nowMillis() < millis) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static long processNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void accepted(
      @Nullable DecisionRecord decision, Verdict verdict, long position, long at) {
    Instant now = Instant.now();
    if (decision == null || verdict != Verdict.NOOP) {
      return;
    }
    long mark = decision.firing().atMillis();
    if (mark < firstMark || mark >= firstMark + MARKS * 1_000L) {
      return;
    }
    decided.computeIfAbsent(mark, _ -> new AtomicInteger()).incrementAndGet();
    nanos[measured.getAndIncrement()] =
        TimeUnit.SECONDS.toNanos(now.getEpochSecond())
            + now.getNano()
            - TimeUnit.MILLISECONDS.toNanos(mark);
  }
}
