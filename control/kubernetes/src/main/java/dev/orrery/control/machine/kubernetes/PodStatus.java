package dev.orrery.control.machine.kubernetes;

import dev.orrery.control.machine.Exit;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineStatus;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pod in our words. Pure.
 *
 * <p>A pod that is being deleted is quiet, which is to say that nothing of it runs, only when its
 * node has said so: until then it may act, however long that takes. An exit code that must not be
 * tried again is 0 to Kubernetes; the image's entry point leaves the true one as the container's
 * last message, {@code exit=3}.
 */
final class PodStatus {
  private static final Pattern TRUE_CODE = Pattern.compile("exit=(\\d{1,3})\\s*");

  private PodStatus() {}

  /** A machine of ours; empty for a pod of others. */
  static Optional<Machine> machine(Pod pod) {
    Map<String, String> labels = labels(pod);
    if (!PodSpecs.MANAGER.equals(labels.get(PodSpecs.MANAGED))) {
      return Optional.empty();
    }
    try {
      UUID launch = UUID.fromString(labels.getOrDefault(PodSpecs.LAUNCH, ""));
      return Optional.of(
          new Machine(
              id(pod.getMetadata().getName(), launch),
              UUID.fromString(labels.getOrDefault(PodSpecs.DEPLOYMENT, "")),
              launch,
              labels.getOrDefault(PodSpecs.PLANE, ""),
              pod.getSpec().getContainers().getFirst().getImage(),
              pod.getMetadata().getAnnotations().getOrDefault(PodSpecs.VERSION, ""),
              of(pod)));
    } catch (IllegalArgumentException e) {
      // Somebody else writes our labels.
      return Optional.empty();
    }
  }

  /** A pod's name is its deployment's; with the launch it is one machine's. */
  static MachineId id(String pod, UUID launch) {
    return new MachineId(pod + "-" + launch.toString().substring(0, 8));
  }

  static MachineStatus of(Pod pod) {
    String givenUp = pod.getMetadata().getAnnotations().get(PodSpecs.GIVEN_UP);
    if (quiet(pod)) {
      return givenUp == null
          ? new MachineStatus.Stopped(exit(pod))
          : new MachineStatus.Failed(givenUp);
    }
    if (deleted(pod)) {
      return new MachineStatus.Stopping();
    }
    if (phase(pod).equals("Unknown")) {
      return new MachineStatus.Unknown("its node cannot be reached");
    }
    boolean up =
        container(pod).map(ContainerStatus::getState).map(ContainerState::getRunning).isPresent();
    return up ? new MachineStatus.Running(restarts(pod)) : new MachineStatus.Starting();
  }

  /** Asked to end, or gone but for us. */
  static boolean deleted(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** Whether it is certain that nothing of it runs. */
  static boolean quiet(Pod pod) {
    Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
    return List.of("Succeeded", "Failed").contains(phase(pod))
        || (deleted(pod) && grace != null && grace == 0);
  }

  /** How often the program was started again since we started or upgraded it. */
  static int restarts(Pod pod) {
    int all = container(pod).map(ContainerStatus::getRestartCount).orElse(0);
    return Math.max(0, all - PodSpecs.number(pod, PodSpecs.UPGRADES));
  }

  /**
   * Why it is to be given up: it fell as often as it may, and the last time soon. Kubernetes itself
   * would go on for ever, ever more slowly.
   */
  static Optional<String> spent(Pod pod) {
    int retries = PodSpecs.number(pod, PodSpecs.RETRIES);
    boolean waits =
        container(pod)
            .map(ContainerStatus::getState)
            .map(ContainerState::getWaiting)
            .filter(it -> "CrashLoopBackOff".equals(it.getReason()))
            .isPresent();
    if (deleted(pod) || !waits || retries == 0 || restarts(pod) < retries) {
      return Optional.empty();
    }
    return last(pod)
        .filter(it -> lasted(it).toSeconds() < PodSpecs.number(pod, PodSpecs.WINDOW))
        .map(it -> "restarted " + restarts(pod) + " times, at last: " + exit(pod).words());
  }

  /** Why its image does not come; empty when it does, or may. */
  static Optional<String> noImage(Pod pod) {
    return container(pod)
        .map(ContainerStatus::getState)
        .map(ContainerState::getWaiting)
        .filter(it ->
            List.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull")
                .contains(it.getReason()))
        .map(it -> it.getReason() + " " + Objects.requireNonNullElse(it.getMessage(), ""));
  }

  static Exit exit(Pod pod) {
    Optional<ContainerStateTerminated> last = last(pod);
    if (last.isEmpty()) {
      return new Exit.Unseen();
    }
    ContainerStateTerminated ended = last.get();
    if ("OOMKilled".equals(ended.getReason())) {
      return new Exit.OutOfMemory();
    }
    Matcher told = TRUE_CODE.matcher(Objects.requireNonNullElse(ended.getMessage(), ""));
    if (told.matches()) {
      return new Exit.Code(Integer.parseInt(told.group(1)));
    }
    int code = Objects.requireNonNullElse(ended.getExitCode(), 0);
    int signal = Objects.requireNonNullElse(ended.getSignal(), 0);
    return signal > 0 ? new Exit.Signalled(signal) : Exit.ofShell(code);
  }

  static Optional<ContainerStatus> container(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .filter(it -> PodSpecs.CONTAINER.equals(it.getName()))
            .findFirst();
  }

  private static Optional<ContainerStateTerminated> last(Pod pod) {
    return container(pod)
        .flatMap(it ->
            Optional.ofNullable(it.getState())
                .map(ContainerState::getTerminated)
                .or(() ->
                    Optional.ofNullable(it.getLastState()).map(ContainerState::getTerminated)));
  }

  private static Duration lasted(ContainerStateTerminated run) {
    try {
      return Duration.between(instant(run.getStartedAt()), instant(run.getFinishedAt()));
    } catch (DateTimeException e) {
      // It never began.
      return Duration.ZERO;
    }
  }

  private static Instant instant(@Nullable String text) {
    return Instant.parse(text == null ? "" : text);
  }

  private static String phase(Pod pod) {
    return pod.getStatus() == null
        ? ""
        : Objects.requireNonNullElse(pod.getStatus().getPhase(), "");
  }

  private static Map<String, String> labels(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
  }
}
