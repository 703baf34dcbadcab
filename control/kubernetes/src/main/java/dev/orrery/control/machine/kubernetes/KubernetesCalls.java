package dev.orrery.control.machine.kubernetes;

import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineException.Kind;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Calls that may be repeated, which all of ours may: objects have names of their own, and changes
 * are made against the version that was read. Too many (429), the server's faults (5xx) and lost
 * answers are tried again, for a while; a conflict (409) and a page that is too old (410) are the
 * caller's to deal with.
 */
final class KubernetesCalls {
  private static final int TRIES = 8;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Duration pause;

  KubernetesCalls(Duration pause) {
    this.pause = pause;
  }

  /** What a call can answer that its caller expects. */
  sealed interface Answer<T> {
    /** It was done. */
    record Done<T>(T value) implements Answer<T> {}

    /** There is no such object. */
    record Missing<T>() implements Answer<T> {}

    /** There is another of that name, or it has changed since it was read. */
    record Conflict<T>() implements Answer<T> {}

    /** What it went on from is too long ago. */
    record Expired<T>() implements Answer<T> {}
  }

  /** Asks until the answer is certain. */
  <T> Answer<T> call(String what, Supplier<T> request) {
    for (int tried = 1; ; tried++) {
      try {
        return new Answer.Done<>(request.get());
      } catch (KubernetesClientException e) {
        switch (e.getCode()) {
          case 404 -> {
            return new Answer.Missing<>();
          }
          case 409 -> {
            return new Answer.Conflict<>();
          }
          case 410 -> {
            return new Answer.Expired<>();
          }
          default -> {
            if (!uncertain(e) || tried >= TRIES || Thread.currentThread().isInterrupted()) {
              throw failed(what, e);
            }
          }
        }
        pause(e, tried);
      }
    }
  }

  /** For what was changed meanwhile and is to be looked at again. */
  boolean again(int tried) {
    park(pause.multipliedBy(Math.min(8, tried)));
    return tried < TRIES && !Thread.currentThread().isInterrupted();
  }

  /** Waits until something holds, at most so long. */
  boolean await(Duration atMost, Supplier<Boolean> condition) {
    long end = System.nanoTime() + atMost.toNanos();
    for (int tried = 1; !condition.get(); tried++) {
      if (end - System.nanoTime() <= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      park(pause.multipliedBy(Math.min(4, tried)));
    }
    return true;
  }

  static MachineException conflict(String what) {
    return new MachineException(
        Kind.TRANSIENT, "kubernetes: cannot " + what + ": it changes all the time", null);
  }

  private static boolean uncertain(KubernetesClientException e) {
    return e.getCode() <= 0 || e.getCode() == 408 || e.getCode() == 429 || e.getCode() >= 500;
  }

  private static MachineException failed(String what, KubernetesClientException e) {
    String said = Optional.ofNullable(e.getMessage()).orElse("no answer");
    boolean full = e.getCode() == 403 && said.toLowerCase(Locale.ROOT).contains("exceeded quota");
    Kind kind = full ? Kind.NO_ROOM : uncertain(e) ? Kind.TRANSIENT : Kind.PERMANENT;
    return new MachineException(
        kind,
        "kubernetes: cannot "
            + what
            + ": "
            + said
            + (e.getCode() <= 0 ? "" : " (HTTP " + e.getCode() + ")"),
        e);
  }

  /** As long as the server says, or longer each time. */
  private void pause(KubernetesClientException e, int tried) {
    Duration asked =
        Optional.ofNullable(e.getStatus())
            .map(Status::getDetails)
            .map(StatusDetails::getRetryAfterSeconds)
            .filter(seconds -> seconds > 0)
            .map(Duration::ofSeconds)
            .orElse(pause.multipliedBy(1L << (tried - 1)));
    park(asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE);
  }

  private static void park(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (end - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
