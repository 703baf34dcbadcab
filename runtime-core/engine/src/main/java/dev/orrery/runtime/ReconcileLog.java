package dev.orrery.runtime;

import dev.orrery.executor.ReconcileListener;
import dev.orrery.executor.Reconciliation;
import dev.orrery.executor.reconcile.Correction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reconciliations as events of the deployment's log: the first, each that found something, and of
 * those that found nothing one every five minutes of the process's clock, however fast the market
 * runs. Thread-safe.
 */
final class ReconcileLog implements ReconcileListener {
  private static final long PACE_MILLIS = Duration.ofMinutes(5).toMillis();

  private final String deployment;
  private final String strategy;
  private final RuntimeLog log;
  private final InstantSource clock;

  /** When the next that finds nothing is told of; null before the first. */
  private @Nullable Long due;

  ReconcileLog(String deployment, String strategy, RuntimeLog log, InstantSource clock) {
    this.deployment = deployment;
    this.strategy = strategy;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void reconciled(Reconciliation found) {
    Map<String, Object> data =
        Map.of("corrections", found.done().size(), "suspected", found.suspected().size());
    if (!found.agreed()) {
      log.event(deployment, strategy, "info", "reconciled", text(found), data);
    } else if (isDue(clock.millis())) {
      log.routine(deployment, strategy, "reconciled", "book and venue agree", data);
    }
  }

  /** Counts on from when it was due, not from when it came: else one of two would come too soon. */
  private synchronized boolean isDue(long now) {
    Long at = due;
    if (at != null && now < at) {
      return false;
    }
    due = at != null && now - at < PACE_MILLIS ? at + PACE_MILLIS : now + PACE_MILLIS;
    return true;
  }

  private static String text(Reconciliation found) {
    String done =
        found.done().isEmpty()
            ? "nothing put right"
            : found.done().size() + " corrections: " + texts(found.done());
    return found.suspected().isEmpty()
        ? done
        : done
            + "; "
            + found.suspected().size()
            + " differences to be looked at again: "
            + texts(found.suspected());
  }

  private static String texts(List<Correction> corrections) {
    return corrections.stream().map(Correction::text).collect(Collectors.joining("; "));
  }

  @Override
  public void drifted(Correction drift) {
    log.event(
        deployment,
        strategy,
        "warn",
        "state_drift",
        drift.text(),
        Map.of("kind", drift.kind().name(), "subject", drift.subject()));
  }

  @Override
  public void failed(String cause) {
    log.event(
        deployment,
        strategy,
        "warn",
        "reconcile_failed",
        "the venue could not be asked: " + cause,
        Map.of());
  }
}
