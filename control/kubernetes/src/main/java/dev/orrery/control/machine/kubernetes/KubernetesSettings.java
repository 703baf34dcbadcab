package dev.orrery.control.machine.kubernetes;

import java.time.Duration;

/**
 * How machines are kept in a cluster.
 *
 * @param namespace theirs alone, because its network policy and quota are for all that is in it
 * @param drain how long a program may take to end when the cluster ends it: longer than a runner's
 *     own drain
 * @param pause before what failed is tried again, doubled each time
 * @param force how long a cluster may take to confirm that a program is gone
 * @param page how many machines a list is asked for at once
 */
public record KubernetesSettings(
    String namespace, Duration drain, Duration pause, Duration force, int page) {
  /** With the usual times. */
  public static KubernetesSettings of(String namespace) {
    return new KubernetesSettings(
        namespace, Duration.ofSeconds(45), Duration.ofMillis(500), Duration.ofSeconds(60), 500);
  }
}
