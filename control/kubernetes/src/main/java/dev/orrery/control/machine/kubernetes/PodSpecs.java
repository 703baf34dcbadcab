package dev.orrery.control.machine.kubernetes;

import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.kernel.Secret;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What pods are made of. A pod holds all that is known of its machine: labels say whose it is,
 * annotations what Kubernetes has no word for. Secrets are in an object of their own, which goes
 * with the pod.
 */
final class PodSpecs {
  static final String CONTAINER = "runner";
  static final String MANAGED = "app.kubernetes.io/managed-by";
  static final String MANAGER = "orrery";
  static final String DEPLOYMENT = "orrery.dev/deployment";
  static final String LAUNCH = "orrery.dev/launch";
  static final String PLANE = "orrery.dev/control-plane";

  /** Keeps what has ended until it is destroyed. */
  static final String FINALIZER = "orrery.dev/machine";

  static final String EPOCH = "orrery.dev/lease-epoch";
  static final String VERSION = "orrery.dev/version";
  static final String START = "orrery.dev/start";
  static final String RETRIES = "orrery.dev/retries";
  static final String WINDOW = "orrery.dev/window-seconds";

  /** Restarts that were upgrades. */
  static final String UPGRADES = "orrery.dev/upgrade-restarts";

  static final String GIVEN_UP = "orrery.dev/given-up";

  private static final Pattern IMAGE = Pattern.compile("[^\\s@]+@sha256:[0-9a-f]{64}");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
  private static final long USER = 10_001;

  /** What the image's entry point turns into 0, see {@code PodStatus}. */
  private static final Set<Integer> FINAL_CODES = Set.of(0, 3, 4);

  private PodSpecs() {}

  static String name(UUID deployment) {
    return "dep-" + deployment;
  }

  /** What can be known to be refused is not sent. */
  static void require(MachineSpec spec) {
    requireImage(spec.release());
    if (!LABEL.matcher(spec.controlPlane()).matches()) {
      throw MachineException.permanent(
          "kubernetes: a control plane cannot be called '" + spec.controlPlane() + "'");
    }
    if (spec.restart().retries() > 0 && !FINAL_CODES.containsAll(spec.restart().finalCodes())) {
      throw MachineException.permanent(
          "kubernetes: of the exit codes "
              + spec.restart().finalCodes()
              + " only 0, 3 and 4 can be final");
    }
  }

  /** By digest only: a tag can be moved, and what runs would not be what was asked for. */
  static void requireImage(String release) {
    if (!IMAGE.matcher(release).matches()) {
      throw MachineException.permanent(
          "kubernetes: no image by digest: '" + release + "'; name it NAME@sha256:...");
    }
  }

  static Pod first(MachineSpec spec, KubernetesSettings settings) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(MANAGED, MANAGER);
    labels.put(DEPLOYMENT, spec.deployment().toString());
    labels.put(LAUNCH, spec.launch().toString());
    labels.put(PLANE, spec.controlPlane());
    Map<String, String> notes = new TreeMap<>();
    notes.put(EPOCH, Long.toString(spec.epoch()));
    notes.put(VERSION, "1");
    notes.put(START, "0");
    notes.put(RETRIES, Integer.toString(spec.restart().retries()));
    notes.put(WINDOW, Long.toString(spec.restart().window().toSeconds()));
    String name = name(spec.deployment());
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(settings.namespace())
        .withLabels(labels)
        .withAnnotations(notes)
        .withFinalizers(FINALIZER)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy(spec.restart().retries() == 0 ? "Never" : "OnFailure")
        .withTerminationGracePeriodSeconds(settings.drain().toSeconds())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(spec, name).build())
        .addNewVolume()
        .withName("scratch")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .build();
  }

  private static ContainerBuilder container(MachineSpec spec, String name) {
    Map<String, Quantity> limits =
        Map.of(
            "cpu", new Quantity(Integer.toString(spec.size().cpus())),
            "memory", new Quantity(spec.size().memoryMb() + "Mi"));
    List<EnvVar> environment =
        spec.environment().entrySet().stream()
            .map(it -> new EnvVar(it.getKey(), literal(it.getValue()), null))
            .toList();
    ContainerBuilder container =
        new ContainerBuilder()
            .withName(CONTAINER)
            .withImage(spec.release())
            .withImagePullPolicy("IfNotPresent")
            .withEnv(environment)
            .withNewResources()
            .withRequests(limits)
            .withLimits(limits)
            .endResources()
            .withNewSecurityContext()
            .withAllowPrivilegeEscalation(false)
            .withReadOnlyRootFilesystem(true)
            .withNewCapabilities()
            .withDrop("ALL")
            .endCapabilities()
            .endSecurityContext()
            .addNewVolumeMount()
            .withName("scratch")
            .withMountPath("/data")
            .withSubPath("data")
            .endVolumeMount()
            .addNewVolumeMount()
            .withName("scratch")
            .withMountPath("/tmp")
            .withSubPath("tmp")
            .endVolumeMount();
    return spec.secrets().isEmpty()
        ? container
        : container
            .addNewEnvFrom()
            .withNewSecretRef()
            .withName(secretName(name, spec.launch(), 0))
            .endSecretRef()
            .endEnvFrom();
  }

  /** The pod that takes the place of one that has ended: all the same, but a start later. */
  static Pod again(Pod ended) {
    Map<String, String> notes = new TreeMap<>(ended.getMetadata().getAnnotations());
    int start = number(ended, START) + 1;
    notes.put(START, Integer.toString(start));
    notes.remove(GIVEN_UP);
    notes.remove(UPGRADES);
    PodBuilder next =
        new PodBuilder()
            .withNewMetadata()
            .withName(ended.getMetadata().getName())
            .withNamespace(ended.getMetadata().getNamespace())
            .withLabels(ended.getMetadata().getLabels())
            .withAnnotations(notes)
            .withFinalizers(FINALIZER)
            .endMetadata()
            .withSpec(ended.getSpec());
    UUID launch = UUID.fromString(ended.getMetadata().getLabels().get(LAUNCH));
    String secret = secretName(ended.getMetadata().getName(), launch, start);
    return next.editSpec()
        .withNodeName(null)
        .editFirstContainer()
        .withEnvFrom(
            ended.getSpec().getContainers().getFirst().getEnvFrom().stream()
                .map(it -> it.edit().editSecretRef().withName(secret).endSecretRef().build())
                .toList())
        .endContainer()
        .endSpec()
        .build();
  }

  /** The secrets of a pod that is there: they go when it goes. */
  static io.fabric8.kubernetes.api.model.Secret secrets(Pod pod, Map<String, Secret> handed) {
    Map<String, String> data = new TreeMap<>();
    handed.forEach((key, secret) ->
        data.put(
            key,
            Base64.getEncoder().encodeToString(secret.reveal().getBytes(StandardCharsets.UTF_8))));
    return new SecretBuilder()
        .withNewMetadata()
        .withName(secretOf(pod))
        .withNamespace(pod.getMetadata().getNamespace())
        .withLabels(pod.getMetadata().getLabels())
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .build())
        .endMetadata()
        .withType("Opaque")
        .withData(data)
        .build();
  }

  /** Empty when the pod has none. */
  static String secretOf(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getEnvFrom().stream()
        .map(it -> it.getSecretRef().getName())
        .findFirst()
        .orElse("");
  }

  static int number(Pod pod, String annotation) {
    return Integer.parseInt(pod.getMetadata().getAnnotations().getOrDefault(annotation, "0"));
  }

  private static String secretName(String pod, UUID launch, int start) {
    return pod + "-" + launch.toString().substring(0, 8) + "-" + start;
  }

  /** Kubernetes puts variables into values, unless it is told not to. */
  private static String literal(String value) {
    return value.replace("$", "$$");
  }
}
