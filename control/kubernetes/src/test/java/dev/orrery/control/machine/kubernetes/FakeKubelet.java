package dev.orrery.control.machine.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A node that plays programs of pods, which do what {@code BEHAVE} says, with the image's entry
 * point around them. Its back-off is short until a program has fallen ten times; by then a real one
 * has grown to minutes. Confined to a lock.
 */
final class FakeKubelet {
  private static final long STEP_MILLIS = 8;
  private static final long GROWN_BACK_OFF_MILLIS = 5_000;
  private static final String BEGAN = "2026-01-01T00:00:00Z";
  private static final String FELL = "2026-01-01T00:00:01Z";
  private static final ContainerState NOTHING = new ContainerState();

  /** What programs of one machine saw, by its id. */
  final Map<String, List<Map<String, String>>> starts = new HashMap<>();

  final Map<String, List<String>> logs = new HashMap<>();
  private final FakeStore store;
  private final Object lock;
  private final ScheduledExecutorService threads;
  private final Map<String, Life> lives = new HashMap<>();
  private String broken = "none";

  /** One pod's program. */
  private static final class Life {
    final String pod;
    final String uid;
    int number;
    int restarts;
    boolean runs;
    String image = "";
    ContainerState last = NOTHING;

    Life(String pod, String uid) {
      this.pod = pod;
      this.uid = uid;
    }
  }

  FakeKubelet(FakeStore store, Object lock, ScheduledExecutorService threads) {
    this.store = store;
    this.lock = lock;
    this.threads = threads;
  }

  /** Nobody can pull this image. */
  void breaks(String image) {
    broken = image;
  }

  boolean runs(String pod) {
    Life life = lives.get(pod);
    return life != null && life.runs;
  }

  void made(Pod pod) {
    String name = pod.getMetadata().getName();
    Life life = new Life(name, pod.getMetadata().getUid());
    lives.put(name, life);
    later(
        life,
        STEP_MILLIS,
        () -> {
          store.change(
              name, it -> new PodBuilder(it).editSpec().withNodeName("node-1").endSpec().build());
          phase(life, "Pending", waiting("ContainerCreating"));
          later(life, STEP_MILLIS, () -> launch(life));
        });
  }

  private void launch(Life life) {
    Pod pod = store.pod(life.pod).orElseThrow();
    Optional<Map<String, String>> environment = environment(pod);
    life.image = image(pod);
    if (life.image.equals(broken)) {
      phase(life, "Pending", waiting("ImagePullBackOff"));
      return;
    }
    if (environment.isEmpty()) {
      phase(life, "Pending", waiting("CreateContainerConfigError"));
      later(life, STEP_MILLIS, () -> launch(life));
      return;
    }
    life.runs = true;
    List<Map<String, String>> seen = starts.computeIfAbsent(machine(pod), _ -> new ArrayList<>());
    seen.add(environment.get());
    logs.computeIfAbsent(life.pod, _ -> new ArrayList<>())
        .addAll(List.of("start " + seen.size(), "warming up", "ready"));
    phase(
        life,
        "Running",
        new ContainerStateBuilder().withNewRunning().withStartedAt(BEGAN).endRunning().build());
    String behave = environment.get().getOrDefault("BEHAVE", "run");
    if (behave.startsWith("exit ") || (behave.startsWith("once ") && seen.size() == 1)) {
      later(life, STEP_MILLIS, () -> exited(life, Integer.parseInt(behave.substring(5))));
    }
  }

  /** As the image's entry point has it: what must not be tried again ends with 0. */
  void exited(String pod, int code) {
    exited(Objects.requireNonNull(lives.get(pod), pod), code);
  }

  private void exited(Life life, int code) {
    boolean last = code == 3 || code == 4;
    int shown = last ? 0 : code;
    life.runs = false;
    life.last =
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(shown)
            .withReason(shown == 0 ? "Completed" : "Error")
            .withMessage(last ? "exit=" + code : null)
            .withStartedAt(BEGAN)
            .withFinishedAt(FELL)
            .endTerminated()
            .build();
    Pod pod = store.pod(life.pod).orElseThrow();
    boolean again =
        pod.getMetadata().getDeletionTimestamp() == null
            && shown != 0
            && pod.getSpec().getRestartPolicy().equals("OnFailure");
    if (!again) {
      phase(life, shown == 0 ? "Succeeded" : "Failed", life.last);
      quiet(life);
      return;
    }
    phase(life, "Running", waiting("CrashLoopBackOff"));
    later(
        life,
        life.restarts < 10 ? STEP_MILLIS : GROWN_BACK_OFF_MILLIS,
        () -> {
          life.restarts++;
          launch(life);
        });
  }

  /** The pod was changed: a new image ends the program and starts it again, by whatever policy. */
  void changed(Pod pod) {
    Life life = lives.get(pod.getMetadata().getName());
    if (life != null
        && !life.image.isEmpty()
        && !image(pod).equals(life.image)
        && pod.getMetadata().getDeletionTimestamp() == null
        && !List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase())) {
      life.runs = false;
      life.image = image(pod);
      later(
          life,
          STEP_MILLIS,
          () -> {
            if (!life.image.equals(broken)) {
              life.restarts++;
            }
            launch(life);
          });
    }
  }

  /** The pod is to end. */
  void deleted(Pod pod, long graceSeconds) {
    String name = pod.getMetadata().getName();
    Life life = Objects.requireNonNull(lives.get(name), name);
    boolean over =
        pod.getSpec().getNodeName() == null
            || List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
    store.change(
        life.pod,
        it ->
            new PodBuilder(it)
                .editMetadata()
                .withDeletionGracePeriodSeconds(over ? 0 : graceSeconds)
                .endMetadata()
                .build());
    if (over) {
      life.number++;
      return;
    }
    boolean deaf = environment(pod).orElse(Map.of()).getOrDefault("BEHAVE", "").equals("deaf");
    if (life.runs) {
      later(life, deaf ? graceSeconds * 1000 : STEP_MILLIS, () -> exited(life, deaf ? 137 : 0));
    } else {
      later(
          life,
          STEP_MILLIS,
          () -> {
            phase(life, "Failed", waiting("ContainerCreating"));
            quiet(life);
          });
    }
  }

  /** The node says that nothing of a pod that was deleted is left. */
  private void quiet(Life life) {
    Pod pod = store.pod(life.pod).orElseThrow();
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      store.change(
          life.pod,
          it ->
              new PodBuilder(it)
                  .editMetadata()
                  .withDeletionGracePeriodSeconds(0L)
                  .endMetadata()
                  .build());
    }
  }

  private void phase(Life life, String phase, ContainerState state) {
    store.status(
        life.pod,
        pod ->
            new PodBuilder(pod)
                .withNewStatus()
                .withPhase(phase)
                .addNewContainerStatus()
                .withName(PodSpecs.CONTAINER)
                .withImage(image(pod))
                .withRestartCount(life.restarts)
                .withState(state)
                .withLastState(life.last)
                .endContainerStatus()
                .endStatus()
                .build());
  }

  private static ContainerState waiting(String reason) {
    return new ContainerStateBuilder().withNewWaiting().withReason(reason).endWaiting().build();
  }

  /** Empty while the secrets are not there. */
  private Optional<Map<String, String>> environment(Pod pod) {
    Container container = pod.getSpec().getContainers().getFirst();
    Map<String, String> seen = new TreeMap<>();
    // "$$" is a dollar.
    container.getEnv().forEach(it -> seen.put(it.getName(), it.getValue().replace("$$", "$")));
    seen.put("release", container.getImage());
    seen.put("secrets", "");
    for (var from : container.getEnvFrom()) {
      var secret = store.secret(from.getSecretRef().getName());
      if (secret.isEmpty()) {
        return Optional.empty();
      }
      seen.put("secrets", String.join(",", secret.get().getData().keySet()));
    }
    return Optional.of(seen);
  }

  private static String image(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getImage();
  }

  static String machine(Pod pod) {
    return pod.getMetadata().getName()
        + "-"
        + Objects.requireNonNull(pod.getMetadata().getLabels().get(PodSpecs.LAUNCH), "its launch")
            .substring(0, 8);
  }

  private void later(Life life, long millis, Runnable step) {
    int mine = ++life.number;
    threads.schedule(
        () -> {
          synchronized (lock) {
            boolean there =
                store
                    .pod(life.pod)
                    .filter(it -> it.getMetadata().getUid().equals(life.uid))
                    .isPresent();
            if (mine == life.number && there) {
              step.run();
            }
          }
        },
        millis,
        TimeUnit.MILLISECONDS);
  }
}
