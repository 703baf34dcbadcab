package dev.orrery.control.machine.kubernetes;

import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.kubernetes.KubernetesCalls.Answer;
import dev.orrery.kernel.Secret;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Pods of one namespace and the secrets that go with them. */
final class Pods {
  private final KubernetesClient client;
  private final KubernetesSettings settings;
  private final KubernetesCalls calls;

  Pods(KubernetesClient client, KubernetesSettings settings, KubernetesCalls calls) {
    this.client = client;
    this.settings = settings;
    this.calls = calls;
  }

  Answer<Pod> create(Pod pod) {
    return calls.call("create " + pod.getMetadata().getName(), () -> client.resource(pod).create());
  }

  Optional<Pod> read(String name) {
    Answer<Optional<Pod>> answer =
        calls.call(
            "read " + name,
            () ->
                Optional.ofNullable(
                    client.pods().inNamespace(settings.namespace()).withName(name).get()));
    return answer instanceof Answer.Done<Optional<Pod>>(Optional<Pod> pod) ? pod : Optional.empty();
  }

  /** The pod as it was meant; empty when it is gone or another one has its name by now. */
  Optional<Pod> same(Pod pod) {
    return read(pod.getMetadata().getName())
        .filter(it -> it.getMetadata().getUid().equals(pod.getMetadata().getUid()));
  }

  /**
   * All of a control plane's, from one moment: pages go on from the first one's. A list whose first
   * page got too old is asked for again; an empty one is not believed the first time.
   */
  List<Pod> list(String controlPlane) {
    List<Pod> pods = once(controlPlane);
    return pods.isEmpty() ? once(controlPlane) : pods;
  }

  private List<Pod> once(String controlPlane) {
    List<Pod> pods = new ArrayList<>();
    String from = "";
    for (int tried = 1; ; ) {
      switch (page(controlPlane, from)) {
        case Answer.Done<PodList>(PodList page) -> {
          pods.addAll(page.getItems());
          from = Objects.requireNonNullElse(page.getMetadata().getContinue(), "");
          if (from.isEmpty()) {
            return pods;
          }
        }
        case Answer.Expired<PodList> _ -> {
          pods.clear();
          from = "";
          if (!calls.again(tried++)) {
            throw KubernetesCalls.conflict("list machines");
          }
        }
        case Answer.Missing<PodList> _, Answer.Conflict<PodList> _ ->
            throw MachineException.permanent(
                "kubernetes: there is no namespace " + settings.namespace());
      }
    }
  }

  private Answer<PodList> page(String controlPlane, String from) {
    return calls.call(
        "list machines",
        () ->
            client
                .pods()
                .inNamespace(settings.namespace())
                .withLabel(PodSpecs.MANAGED, PodSpecs.MANAGER)
                .withLabel(PodSpecs.PLANE, controlPlane)
                .list(
                    new ListOptionsBuilder()
                        .withLimit((long) settings.page())
                        .withContinue(from.isEmpty() ? null : from)
                        .build()));
  }

  /** Changes a pod against the version that was read; empty when it is gone. */
  Optional<Pod> change(Pod pod, UnaryOperator<Pod> change) {
    Optional<Pod> now = Optional.of(pod);
    for (int tried = 1; now.isPresent(); tried++) {
      Pod changed = change.apply(now.get());
      if (changed.equals(now.get())) {
        return now;
      }
      String name = pod.getMetadata().getName();
      switch (calls.call("change " + name, () -> client.resource(changed).update())) {
        case Answer.Done<Pod>(Pod done) -> {
          return Optional.ofNullable(done);
        }
        case Answer.Conflict<Pod> _, Answer.Expired<Pod> _ -> {
          if (!calls.again(tried)) {
            throw KubernetesCalls.conflict("change " + name);
          }
          now = same(pod);
        }
        case Answer.Missing<Pod> _ -> now = Optional.empty();
      }
    }
    return now;
  }

  /** Asks this very pod to end within so many seconds. */
  void end(Pod pod, long seconds) {
    String name = pod.getMetadata().getName();
    String body =
        client
            .getKubernetesSerialization()
            .asJson(
                new DeleteOptionsBuilder()
                    .withGracePeriodSeconds(seconds)
                    .withNewPreconditions()
                    .withUid(pod.getMetadata().getUid())
                    .endPreconditions()
                    .build());
    // A conflict says that another pod has the name: this one is gone.
    calls.call(
        "end " + name,
        () ->
            Optional.ofNullable(
                client.raw(
                    "/api/v1/namespaces/" + settings.namespace() + "/pods/" + name,
                    "DELETE",
                    body)));
  }

  /** Lets go of a pod that is quiet: it is gone with this. */
  void release(Pod pod) {
    change(
        pod,
        it -> new PodBuilder(it).editMetadata().withFinalizers(List.of()).endMetadata().build());
  }

  /** The pod's secrets are there, and its own. */
  void keepSecrets(Pod pod, Map<String, Secret> handed) {
    String name = PodSpecs.secretOf(pod);
    if (name.isEmpty()) {
      return;
    }
    var wanted = PodSpecs.secrets(pod, handed);
    var of = client.secrets().inNamespace(settings.namespace()).withName(name);
    for (int tried = 1; ; tried++) {
      var made =
          calls.call("keep the secrets of a machine", () -> client.resource(wanted).create());
      if (made instanceof Answer.Done) {
        return;
      }
      var there =
          calls.call("look after the secrets of a machine", () -> Optional.ofNullable(of.get()));
      if (there instanceof Answer.Done(var found) && found.isPresent()) {
        boolean ours =
            found.get().getMetadata().getOwnerReferences().stream()
                .anyMatch(it -> pod.getMetadata().getUid().equals(it.getUid()));
        if (ours && Objects.equals(found.get().getData(), wanted.getData())) {
          return;
        }
        // Of a pod that is gone, or of before they were changed.
        calls.call("replace the secrets of a machine", of::delete);
      }
      if (!calls.again(tried)) {
        throw KubernetesCalls.conflict("keep the secrets of a machine");
      }
    }
  }

  List<String> logs(String name, int lines) {
    Answer<String> text =
        calls.call(
            "read the log of " + name,
            () ->
                client
                    .pods()
                    .inNamespace(settings.namespace())
                    .withName(name)
                    .tailingLines(lines)
                    .getLog());
    return text instanceof Answer.Done<String>(String said) && said != null
        ? said.lines().toList()
        : List.of();
  }
}
