package dev.orrery.runtime.metrics;

import dev.orrery.kernel.Meter;
import java.util.List;
import java.util.Set;

/** Every meter of the runtime's own; the executor's are in {@code ExecutorMeters}. */
public final class RuntimeMeters {
  /** From scheduled instant to the beginning of the tick, wall timeline only. */
  public static final Meter LATENESS =
      Meter.of(
          "strategy.tick.lateness",
          Meter.Kind.TIMER,
          "From the scheduled instant to the beginning of the tick, on the wall timeline.",
          "strategy");

  /** From the firing handed in to a thread having taken it. */
  public static final Meter QUEUED =
      Meter.of(
          "strategy.tick.queued",
          Meter.Kind.TIMER,
          "From the firing to a thread of the decide pool having taken it.",
          "strategy");

  /** Inside plugin code. */
  public static final Meter DECIDE =
      Meter.of(
          "strategy.tick.decide", Meter.Kind.TIMER, "Inside the strategy's decide.", "strategy");

  /** Planning, judging and appending. */
  public static final Meter COMMIT =
      Meter.of(
          "strategy.tick.commit",
          Meter.Kind.TIMER,
          "Planning, judging and appending a decision to the journal.",
          "strategy");

  /** Sending and answers. */
  public static final Meter SEND =
      Meter.of(
          "strategy.tick.send",
          Meter.Kind.TIMER,
          "From the commitment to the broker's answer, of decisions with orders.",
          "strategy");

  /** The whole tick. */
  public static final Meter TICK =
      Meter.of(
          "strategy.tick.duration",
          Meter.Kind.TIMER,
          "The whole tick, from the firing to its verdict.",
          "strategy");

  /** Decisions by verdict. */
  public static final Meter DECISIONS =
      Meter.of(
          "strategy.decisions",
          Meter.Kind.COUNTER,
          "Decisions by what became of them.",
          "strategy",
          "verdict");

  /** Firings that came twice. */
  public static final Meter DUPLICATES =
      Meter.of(
          "strategy.firings.duplicate",
          Meter.Kind.COUNTER,
          "Firings whose decision had been made before.",
          "strategy");

  /** Decisions a paced timeline did not wait for. */
  public static final Meter OVERRAN =
      Meter.of(
          "strategy.decisions.overran",
          Meter.Kind.COUNTER,
          "Decisions a paced timeline went on without.",
          "strategy");

  /** Whether a strategy is asked. */
  public static final Meter HEALTHY =
      Meter.of(
          "strategy.healthy", Meter.Kind.GAUGE, "1 when the last decision was good.", "strategy");

  /** Whether a strategy is quarantined. */
  public static final Meter QUARANTINED =
      Meter.of(
          "strategy.quarantined",
          Meter.Kind.GAUGE,
          "1 while the strategy is quarantined: not asked until it is released.",
          "strategy");

  /** Calls that had to be ended. */
  public static final Meter CALLS_ENDED =
      Meter.of(
          "strategy.calls.ended",
          Meter.Kind.COUNTER,
          "Decisions that had to be ended, by how far that went: `interrupt`, `poll` in the"
              + " plugin's own code, `abandon`.",
          "strategy",
          "rung");

  /** Threads given up. */
  public static final Meter ABANDONED =
      Meter.of(
          "runtime.threads.abandoned",
          Meter.Kind.GAUGE,
          "Threads that do not leave plugin code and were given up.");

  /** Whether to start again. */
  public static final Meter DEGRADED =
      Meter.of("runtime.degraded", Meter.Kind.GAUGE, "1 when the process should be started again.");

  /** Heap after a collection. */
  public static final Meter HEAP_SHARE =
      Meter.of(
          "runtime.heap.share",
          Meter.Kind.GAUGE,
          "Part of the heap in use after the last collection of all of it; 0 before the first.");

  /** Equity. */
  public static final Meter EQUITY =
      Meter.of("account.equity", Meter.Kind.GAUGE, "Equity of the account in USD.", "strategy");

  /** Threads inside plugin code. */
  public static final Meter POOL_ACTIVE =
      Meter.of("runtime.decide.threads", Meter.Kind.GAUGE, "Threads inside a tick.");

  /** Firings that wait. */
  public static final Meter POOL_WAITING =
      Meter.of("runtime.decide.waiting", Meter.Kind.GAUGE, "Firings that wait for a thread.");

  /** Groups not yet durable. */
  public static final Meter JOURNAL_PENDING =
      Meter.of("journal.pending", Meter.Kind.GAUGE, "Journal groups appended and not yet durable.");

  /** Mids pulls that failed. */
  public static final Meter MIDS_FAILED =
      Meter.of(
          "market.mids.failed",
          Meter.Kind.COUNTER,
          "Requests for all mids that failed; bar closes stood in.");

  /** Facts that slow listeners missed. */
  public static final Meter FACTS_LOST =
      Meter.of(
          "runtime.facts.lost", Meter.Kind.GAUGE, "Facts that listeners were too slow to hear.");

  /** Events that somebody should be woken for. */
  public static final Meter ALARMS =
      Meter.of(
          "strategy.alarms",
          Meter.Kind.COUNTER,
          "Events of its log that a person should look at.",
          "strategy",
          "event");

  /** Which these are. */
  public static final Set<String> ALARMING =
      Set.of(
          "tick_failed",
          "state_drift",
          "liquidation",
          "liquidation_near",
          "liquidation_fill",
          "cost_guard_tripped",
          "fill_unexpected",
          "reconcile_failed",
          "broker_silent");

  /** All of them. */
  public static final List<Meter> ALL =
      List.of(
          LATENESS,
          QUEUED,
          DECIDE,
          COMMIT,
          SEND,
          TICK,
          DECISIONS,
          DUPLICATES,
          OVERRAN,
          HEALTHY,
          QUARANTINED,
          CALLS_ENDED,
          ABANDONED,
          DEGRADED,
          HEAP_SHARE,
          EQUITY,
          POOL_ACTIVE,
          POOL_WAITING,
          JOURNAL_PENDING,
          MIDS_FAILED,
          FACTS_LOST,
          ALARMS);

  private RuntimeMeters() {}
}
