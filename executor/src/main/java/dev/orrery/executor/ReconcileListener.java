package dev.orrery.executor;

import dev.orrery.executor.reconcile.Correction;

/** Hears of reconciliations: the events {@code reconciled} and {@code state_drift}. */
public interface ReconcileListener {
  /** For those who do not care. */
  ReconcileListener NONE =
      new ReconcileListener() {
        @Override
        public void reconciled(Reconciliation found) {}

        @Override
        public void drifted(Correction drift) {}

        @Override
        public void failed(String cause) {}
      };

  /** Book and venue were compared. */
  void reconciled(Reconciliation found);

  /** Something differed that no late or lost message explains; it has been put right. */
  void drifted(Correction drift);

  /** The venue could not be asked; it will be asked again. */
  void failed(String cause);
}
