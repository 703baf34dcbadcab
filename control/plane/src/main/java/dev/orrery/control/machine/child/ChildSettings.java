package dev.orrery.control.machine.child;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How child processes are kept.
 *
 * @param root the folder of all machines; one control plane each
 * @param name of the provider, as rows have it
 * @param restartPause how long a program that failed waits for its next start
 * @param logLimit bytes after which a log is rotated
 * @param logsKept how many rotated logs a machine has
 * @param goneKept how many folders of destroyed machines are kept for whoever asks why
 */
public record ChildSettings(
    Path root, String name, Duration restartPause, long logLimit, int logsKept, int goneKept) {
  /** A pause of a second, logs of 8 MB with three older ones, the last twenty that are gone. */
  public static ChildSettings at(Path root) {
    return new ChildSettings(root, "child", Duration.ofSeconds(1), 8L << 20, 3, 20);
  }

  /** Under a name that no other root has: rows say by it whose machines are whose. */
  public ChildSettings named(String other) {
    return new ChildSettings(root, other, restartPause, logLimit, logsKept, goneKept);
  }

  /** With this pause. */
  public ChildSettings withRestartPause(Duration pause) {
    return new ChildSettings(root, name, pause, logLimit, logsKept, goneKept);
  }

  /** With logs rotated from this size on. */
  public ChildSettings withLogLimit(long bytes) {
    return new ChildSettings(root, name, restartPause, bytes, logsKept, goneKept);
  }
}
