package dev.orrery.control.deploy;

import dev.orrery.control.machine.MachineSize;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.RestartPolicy;
import dev.orrery.deployment.BrokerKind;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.LaunchTable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What every machine of this control plane is made of.
 *
 * @param controlPlane who asks, as machines are labelled
 * @param release the current one: pinned at creation, later ones do not touch what is there
 * @param region empty where there are none
 * @param paper settings of machines that trade on paper: where prices come from
 * @param secrets injected by the provider, never in the environment that it shows
 */
public record MachineWish(
    String controlPlane,
    String release,
    String region,
    Map<String, String> paper,
    MachineSecrets secrets) {
  /** Copies. */
  public MachineWish {
    paper = Map.copyOf(paper);
  }

  /**
   * Of one deployment. Only a mainnet machine is told that live trading is on, and only while the
   * platform's gate is open: the runner demands both.
   */
  MachineSpec spec(LaunchTable.Placement placement, UUID launch, DeployGates gates) {
    SortedMap<String, String> environment = new TreeMap<>();
    environment.put(MachineSpec.DEPLOYMENT_ID, placement.id().toString());
    if (placement.broker() == BrokerKind.HYPERLIQUID_MAINNET && gates.liveEnabled()) {
      environment.put(DeployGates.LIVE, "true");
    }
    if (placement.broker() == BrokerKind.PAPER) {
      environment.putAll(paper);
    }
    return new MachineSpec(
        placement.id(),
        launch,
        controlPlane,
        release,
        0,
        environment,
        secrets.of(placement.id()),
        MachineSize.SMALL,
        RestartPolicy.ON_FAILURE);
  }
}
