package dev.orrery.control.machine.kubernetes;

import dev.orrery.control.machine.Creation;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineException.Kind;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.Sighting;
import dev.orrery.control.machine.StopSignal;
import dev.orrery.control.machine.kubernetes.KubernetesCalls.Answer;
import dev.orrery.kernel.Secret;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Machines as pods, one each. A pod's name is made of its deployment, so the cluster itself keeps a
 * second one out; a finalizer keeps the pod, and with it how its program ended, until the machine
 * is destroyed. A program is gone only when its node says so: on a node that is lost that takes
 * until somebody removes the node.
 *
 * <p>Kubernetes restarts what fails without an end, more slowly each time. A machine that has
 * fallen as often as it may is given up by whoever looks at it next. TERM and INT are the same
 * here, and times are whole seconds. Thread-safe.
 */
public final class KubernetesMachines implements MachineProvider {
  private static final Pattern ID = Pattern.compile("(dep-[0-9a-f-]{36})-([0-9a-f]{8})");

  private final KubernetesClient client;
  private final KubernetesSettings settings;
  private final KubernetesCalls calls;
  private final Pods pods;

  /** Over a client, which is closed with it. It should not repeat calls by itself. */
  public KubernetesMachines(KubernetesClient client, KubernetesSettings settings) {
    this.client = client;
    this.settings = settings;
    this.calls = new KubernetesCalls(settings.pause());
    this.pods = new Pods(client, settings, calls);
  }

  @Override
  public String name() {
    return "kubernetes";
  }

  @Override
  public Creation create(MachineSpec spec) {
    PodSpecs.require(spec);
    Pod wanted = PodSpecs.first(spec, settings);
    String name = wanted.getMetadata().getName();
    for (int tried = 1; ; tried++) {
      if (pods.create(wanted) instanceof Answer.Done<Pod>(Pod made)) {
        pods.keepSecrets(made, spec.secrets());
        return new Creation.Made(machine(made));
      }
      Optional<Pod> there = pods.read(name);
      if (there.isPresent()) {
        Machine machine =
            PodStatus.machine(there.get())
                .orElseThrow(
                    () -> MachineException.permanent("kubernetes: another pod is called " + name));
        if (!machine.launch().equals(spec.launch())) {
          return new Creation.Occupied(machine);
        }
        // Whoever made it may have fallen before it had its secrets.
        pods.keepSecrets(there.get(), spec.secrets());
        return new Creation.Adopted(machine);
      }
      if (!calls.again(tried)) {
        throw KubernetesCalls.conflict("create " + name);
      }
    }
  }

  @Override
  public Optional<Machine> find(MachineId id) {
    return pod(id).map(this::judged);
  }

  @Override
  public Sighting list(String controlPlane) {
    return new Sighting(
        pods.list(controlPlane).stream()
            .filter(it -> PodStatus.machine(it).isPresent())
            .map(this::judged)
            .toList(),
        true);
  }

  @Override
  public void start(MachineId id, Map<String, Secret> secrets) {
    Pod pod = present(id);
    if (PodStatus.of(pod).mayAct()) {
      return;
    }
    Pod next = PodSpecs.again(pod);
    remove(pod);
    switch (pods.create(next)) {
      case Answer.Done<Pod>(Pod made) -> pods.keepSecrets(made, secrets);
      // Somebody was faster; it runs.
      case Answer.Conflict<Pod> _ -> pods.keepSecrets(present(id), secrets);
      case Answer.Missing<Pod> _, Answer.Expired<Pod> _ ->
          throw MachineException.permanent(
              "kubernetes: there is no namespace " + settings.namespace());
    }
  }

  @Override
  public void stop(MachineId id, StopSignal signal, Duration grace) {
    Pod pod = present(id);
    if (PodStatus.of(pod).mayAct()) {
      pods.end(pod, signal == StopSignal.KILL ? 1 : seconds(grace));
    }
  }

  @Override
  public void destroy(MachineId id) {
    pod(id).ifPresent(this::remove);
  }

  @Override
  public Machine upgrade(
      MachineId id, String release, Map<String, Secret> secrets, Duration grace) {
    PodSpecs.requireImage(release);
    Pod before = present(id);
    boolean up = PodStatus.of(before).mayAct() && !PodStatus.deleted(before);
    pods.keepSecrets(before, secrets);
    Pod after = changed(before, release, up);
    if (up) {
      comesUp(before, after, release, grace);
    }
    return machine(pods.same(before).orElseThrow(() -> gone(id)));
  }

  @Override
  public Optional<Machine> settle(MachineId id, Duration atMost) {
    calls.await(atMost, () -> find(id).filter(machine -> machine.status().passing()).isEmpty());
    return find(id);
  }

  @Override
  public List<String> logs(MachineId id, int lines) {
    return pod(id).map(it -> pods.logs(it.getMetadata().getName(), lines)).orElse(List.of());
  }

  @Override
  public void close() {
    client.close();
  }

  /** Ends it by force and waits until its node has said that it is gone. */
  private void remove(Pod pod) {
    if (!PodStatus.quiet(pod) || !PodStatus.deleted(pod)) {
      pods.end(pod, 1);
    }
    boolean quiet =
        calls.await(settings.force(), () -> pods.same(pod).map(PodStatus::quiet).orElse(true));
    if (!quiet) {
      throw new MachineException(
          Kind.TRANSIENT,
          "kubernetes: the node of " + pod.getMetadata().getName() + " does not say it is gone",
          null);
    }
    pods.same(pod).ifPresent(pods::release);
    if (!calls.await(settings.force(), () -> pods.same(pod).isEmpty())) {
      throw KubernetesCalls.conflict("remove " + pod.getMetadata().getName());
    }
  }

  private Pod changed(Pod pod, String release, boolean up) {
    return pods.change(
            pod,
            it -> {
              if (it.getSpec().getContainers().getFirst().getImage().equals(release)) {
                return it;
              }
              int version = PodSpecs.number(it, PodSpecs.VERSION) + 1;
              int restarts = PodStatus.restarts(it) + PodSpecs.number(it, PodSpecs.UPGRADES);
              PodBuilder change =
                  new PodBuilder(it)
                      .editMetadata()
                      .addToAnnotations(PodSpecs.VERSION, Integer.toString(version))
                      .endMetadata()
                      .editSpec()
                      .editFirstContainer()
                      .withImage(release)
                      .endContainer()
                      .endSpec();
              return up
                  ? change
                      .editMetadata()
                      .addToAnnotations(PodSpecs.UPGRADES, Integer.toString(restarts + 1))
                      .endMetadata()
                      .build()
                  : change.build();
            })
        .orElseThrow(() ->
            MachineException.permanent(
                "kubernetes: " + pod.getMetadata().getName() + " is gone meanwhile"));
  }

  /** What does not find its image gets its old one back, once. */
  private void comesUp(Pod before, Pod after, String release, Duration grace) {
    int wanted = PodSpecs.number(after, PodSpecs.UPGRADES);
    Duration atMost = grace.plus(settings.drain()).plus(settings.force());
    boolean settled =
        calls.await(
            atMost,
            () -> {
              Pod now = pods.same(before).orElse(after);
              boolean again =
                  PodStatus.container(now).map(it -> it.getRestartCount() >= wanted).orElse(false);
              return again || PodStatus.noImage(now).isPresent() || PodStatus.deleted(now);
            });
    String name = before.getMetadata().getName();
    Optional<String> missing = pods.same(before).flatMap(PodStatus::noImage);
    if (missing.isPresent()) {
      String old = before.getSpec().getContainers().getFirst().getImage();
      changed(pods.same(before).orElse(after), old, false);
      throw MachineException.permanent(
          "kubernetes: "
              + name
              + " does not come up with "
              + release
              + ": "
              + missing.get().strip()
              + "; it has its old release again");
    }
    if (!settled) {
      throw new MachineException(
          Kind.TRANSIENT, "kubernetes: " + name + " has not come up with its new release", null);
    }
  }

  /** The machine as it is, given up when it has spent its restarts. */
  private Machine judged(Pod pod) {
    Optional<String> cause = PodStatus.spent(pod);
    if (cause.isEmpty()) {
      return machine(pod);
    }
    Optional<Pod> marked =
        pods.change(
            pod,
            it ->
                PodStatus.spent(it).isEmpty()
                    ? it
                    : new PodBuilder(it)
                        .editMetadata()
                        .addToAnnotations(PodSpecs.GIVEN_UP, cause.get())
                        .endMetadata()
                        .build());
    marked
        .filter(it -> it.getMetadata().getAnnotations().containsKey(PodSpecs.GIVEN_UP))
        .ifPresent(it -> pods.end(it, 1));
    return machine(pods.same(pod).orElse(pod));
  }

  private static Machine machine(Pod pod) {
    return PodStatus.machine(pod)
        .orElseThrow(() ->
            MachineException.permanent(
                "kubernetes: " + pod.getMetadata().getName() + " has lost its labels"));
  }

  private Optional<Pod> pod(MachineId id) {
    Matcher parts = ID.matcher(id.text());
    return parts.matches()
        ? pods.read(Objects.requireNonNull(parts.group(1)))
            .filter(
                it -> PodStatus.machine(it).filter(machine -> machine.id().equals(id)).isPresent())
        : Optional.empty();
  }

  private Pod present(MachineId id) {
    return pod(id).orElseThrow(() -> gone(id));
  }

  private static MachineException gone(MachineId id) {
    return MachineException.permanent("kubernetes: there is no machine " + id);
  }

  private static long seconds(Duration grace) {
    return Math.max(1, grace.plusMillis(999).toSeconds());
  }
}
