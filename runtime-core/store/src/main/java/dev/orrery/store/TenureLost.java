package dev.orrery.store;

/** Somebody else has the deployment: nothing of this journal is taken any more. */
public final class TenureLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TenureLost(Tenure tenure, Throwable cause) {
    super(
        "deployment "
            + tenure.deployment()
            + " is another runner's now: the lease is not of epoch "
            + tenure.epoch()
            + " any more",
        cause);
  }
}
