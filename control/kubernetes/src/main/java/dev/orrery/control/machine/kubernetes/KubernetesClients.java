package dev.orrery.control.machine.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.time.Duration;

/** Clients that ask once: what is asked again, and how often, is decided above them. */
final class KubernetesClients {
  private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(15).toMillis();

  private KubernetesClients() {}

  /** As the place where we run has it: a service account within a cluster, a kubeconfig outside. */
  static KubernetesClient here() {
    return client(Config.autoConfigure(null));
  }

  /** Of a server that asks for nothing. */
  static KubernetesClient plain(URI server, String namespace) {
    Config config = Config.empty();
    config.setMasterUrl(server.toString());
    config.setNamespace(namespace);
    return client(config);
  }

  private static KubernetesClient client(Config found) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(found)
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(TIMEOUT_MILLIS)
                .build())
        .build();
  }
}
