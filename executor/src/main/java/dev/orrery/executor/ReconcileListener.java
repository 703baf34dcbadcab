package dev.orrery.executor;

import dev.orrery.executor.reconcile.Correction;
import java.time.Instant;
import java.util.List;

/** Hears of reconciliations: the events {@code reconciled} and {@code state_drift}. */
public interface ReconcileListener {
  /** For those who do not care. */
  ReconcileListener NONE =
      new ReconcileListener() {
        @Override
        public void reconciled(Instant at, List<Correction> corrections) {}

        @Override
        public void drifted(Correction drift) {}

        @Override
        public void failed(String cause) {}
      };

  /**
   * Book and venue were compared.
   *
   * @param at the venue's time, on the timeline
   * @param corrections what was put right; empty when they agreed
   */
  void reconciled(Instant at, List<Correction> corrections);

  /** Something differed that no late or lost message explains; it has been put right. */
  void drifted(Correction drift);

  /** The venue could not be asked; it will be asked again. */
  void failed(String cause);
}
