package dev.orrery.control.deploy;

import dev.orrery.control.command.Caller;
import dev.orrery.deployment.Actor;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.DeployOrder;
import dev.orrery.deployment.DeployTable;
import dev.orrery.kernel.ProblemException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys for callers, to themselves. Whoever makes machines is woken afterwards; it would see the
 * row by itself a little later. Thread-safe.
 */
public final class Deployer {
  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

  private final DeployTable deploys;
  private final Supplier<DeployGates> gates;
  private final Runnable made;

  /**
   * Over these tables.
   *
   * @param gates read with each deploy
   * @param made wakes whoever makes machines; returns at once
   */
  public Deployer(DeployTable deploys, Supplier<DeployGates> gates, Runnable made) {
    this.deploys = deploys;
    this.gates = gates;
    this.made = made;
  }

  /** What is open now. */
  public DeployGates gates() {
    return gates.get();
  }

  /**
   * {@code createDeployment}.
   *
   * @throws ProblemException REFUSED by a gate or a rule, and when the database has no room
   */
  public DeployTable.Made deploy(Caller caller, DeployOrder order) {
    DeployTable.Made result =
        deploys.create(
            caller.user(),
            order,
            gates.get(),
            Actor.owner(caller.name()),
            (handle, wanted) -> ConnectionTable.refusal(handle, wanted, caller.operator()));
    LOG.info(
        "deployed skill={} version={} broker={} deployment={} replaces={}",
        order.skill(),
        result.deployment().skillVersion(),
        order.broker().text(),
        result.deployment().id(),
        result.replaced());
    made.run();
    return result;
  }
}
