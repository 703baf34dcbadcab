package dev.orrery.executor;

import dev.orrery.kernel.Meter;
import dev.orrery.kernel.Meter.Kind;
import java.util.List;

/** Everything the executor measures. */
public final class ExecutorMeters {
  /** Orders cleared. */
  public static final Meter CLEARED =
      Meter.of("executor.orders.cleared", Kind.COUNTER, "Orders the risk gate let through.");

  /** Orders denied. */
  public static final Meter DENIED =
      Meter.of("executor.orders.denied", Kind.COUNTER, "Orders the risk gate denied.", "reason");

  /** Instructions answered. */
  public static final Meter OUTCOMES =
      Meter.of("broker.outcomes", Kind.COUNTER, "Answers of brokers to instructions.", "outcome");

  /** Orders never sent. */
  public static final Meter NEVER_SENT =
      Meter.of(
          "executor.orders.never.sent",
          Kind.COUNTER,
          "Intents that were closed unsent: no right, no time, or not durable.");

  /** Commit. */
  public static final Meter COMMIT =
      Meter.of(
          "executor.commit.duration",
          Kind.TIMER,
          "Planning, judging and journaling a decision with orders.");

  /** Flush wait. */
  public static final Meter FLUSH =
      Meter.of(
          "executor.flush.duration",
          Kind.TIMER,
          "Waiting for intents to be durable before they are sent.");

  /** Broker request. */
  public static final Meter REQUEST =
      Meter.of("broker.request.duration", Kind.TIMER, "One request to a broker.", "request");

  /** Fills. */
  public static final Meter FILLS = Meter.of("executor.fills", Kind.COUNTER, "Fills booked.");

  /** Reconciliations. */
  public static final Meter RECONCILIATIONS =
      Meter.of(
          "executor.reconciliations",
          Kind.COUNTER,
          "Comparisons of the book with the venue's report.",
          "result");

  /** Drift. */
  public static final Meter DRIFT =
      Meter.of("executor.drift", Kind.COUNTER, "Corrections nobody could explain.", "kind");

  /** All of them, for the generated page. */
  public static final List<Meter> ALL =
      List.of(
          CLEARED,
          DENIED,
          OUTCOMES,
          NEVER_SENT,
          COMMIT,
          FLUSH,
          REQUEST,
          FILLS,
          RECONCILIATIONS,
          DRIFT);

  private ExecutorMeters() {}
}
