package dev.orrery.control.machine.kubernetes;

import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineProviderContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contract over a cluster that keeps its word. */
class KubernetesMachinesContractTest extends MachineProviderContract {
  static final KubernetesSettings SETTINGS =
      new KubernetesSettings(
          FakeStore.NAMESPACE,
          Duration.ofSeconds(45),
          Duration.ofMillis(4),
          Duration.ofSeconds(10),
          3);

  final FakeCluster cluster = new FakeCluster();

  @Override
  protected void closeBeneath() {
    cluster.close();
  }

  @Override
  protected MachineProvider open() {
    return new KubernetesMachines(cluster.client(), SETTINGS);
  }

  @Override
  protected MachineProvider reopen() {
    provider.close();
    return open();
  }

  @Override
  protected void killProgram(MachineId id) {
    cluster.kill(id);
  }

  @Override
  protected boolean programRuns(MachineId id) {
    return cluster.runs(id);
  }

  @Override
  protected int starts(MachineId id) {
    return cluster.starts(id).size();
  }

  @Override
  protected Optional<Map<String, String>> seenBy(MachineId id) {
    List<Map<String, String>> starts = cluster.starts(id);
    return starts.isEmpty() ? Optional.empty() : Optional.of(starts.getLast());
  }

  @Override
  protected String shown(MachineId id) {
    return cluster.pod(id) + cluster.journal().toString();
  }
}
