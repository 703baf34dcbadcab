package dev.orrery.control.machine.kubernetes;

import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineProviderFactory;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Opens machines of the cluster that we run in, or that the kubeconfig names: the namespace is
 * {@code KUBERNETES_RUNNER_NAMESPACE}, {@code orrery-machines} where nothing is said.
 */
public final class KubernetesMachinesFactory implements MachineProviderFactory {
  /** The setting. */
  public static final String NAMESPACE = "KUBERNETES_RUNNER_NAMESPACE";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /** Made by the service loader. */
  public KubernetesMachinesFactory() {}

  @Override
  public String name() {
    return "kubernetes";
  }

  @Override
  public MachineProvider open(Map<String, String> settings) {
    String namespace = settings.getOrDefault(NAMESPACE, "orrery-machines");
    if (!NAME.matcher(namespace).matches()) {
      throw MachineException.permanent(
          "no name of a namespace: '" + namespace + "'; set " + NAMESPACE);
    }
    return new KubernetesMachines(KubernetesClients.here(), KubernetesSettings.of(namespace));
  }
}
