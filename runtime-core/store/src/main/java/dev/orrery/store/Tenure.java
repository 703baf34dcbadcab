package dev.orrery.store;

import java.util.UUID;

/**
 * The right under which a journal is written that is one deployment's alone, in a database it
 * shares with others. Each transaction of it holds the deployment's lease to be that of {@code
 * epoch}: once somebody else has taken it nothing more of this journal gets in, whenever it was
 * appended, and the journal has failed for good.
 *
 * @param deployment whose
 * @param epoch of its row in {@code deployment_leases}
 * @param pooled whether the journal takes a connection of the pool for each transaction, because
 *     connections are few and nobody waits for it; else it has one of its own
 */
public record Tenure(UUID deployment, long epoch, boolean pooled) {
  /** With a connection of the journal's own. */
  public Tenure(UUID deployment, long epoch) {
    this(deployment, epoch, false);
  }

  /** What the transaction of one who lost the lease fails with: the logarithm of zero. */
  static final String LOST = "2201E";

  /** The lease's name. */
  String resource() {
    return "deployment:" + deployment;
  }

  /** What the names of a deployment's own feeds begin with: others read the same ones. */
  String feedPrefix() {
    return deployment + " ";
  }
}
