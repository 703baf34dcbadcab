package dev.orrery.runtime;

import dev.orrery.executor.ReconcileListener;
import dev.orrery.executor.reconcile.Correction;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reconciliations as events of the deployment's log. */
final class ReconcileLog implements ReconcileListener {
  private final String deployment;
  private final String strategy;
  private final RuntimeLog log;

  ReconcileLog(String deployment, String strategy, RuntimeLog log) {
    this.deployment = deployment;
    this.strategy = strategy;
    this.log = log;
  }

  @Override
  public void reconciled(Instant at, List<Correction> corrections) {
    String found =
        corrections.isEmpty()
            ? "book and venue agree"
            : corrections.size() + " corrections: " + corrections;
    log.event(
        deployment,
        strategy,
        "info",
        "reconciled",
        found,
        Map.of("corrections", corrections.size()));
  }

  @Override
  public void drifted(Correction drift) {
    log.event(deployment, strategy, "warn", "state_drift", drift.toString(), Map.of());
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
