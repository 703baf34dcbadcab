package dev.orrery.control.machine.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One process, and no later one that got its number.
 *
 * @param pid process id
 * @param start when it began, in ticks since the boot: a number that no change of the clock moves
 * @param boot which boot
 */
record ProcessIdentity(long pid, long start, String boot) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /** Reads {@code pid start boot}, as the scripts write it; empty when it is not that. */
  static Optional<ProcessIdentity> parse(String line) {
    List<String> words = List.of(line.strip().split(" "));
    if (words.size() != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcessIdentity(
              Long.parseLong(words.get(0)), Long.parseLong(words.get(1)), words.get(2)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The present boot. */
  static String presentBoot() throws IOException {
    return Files.readString(BOOT).strip();
  }

  /** Whether that very process is there and not a zombie. */
  boolean alive() {
    return stat().isPresent();
  }

  /** Whether it leads a process group, so that a signal to the group reaches what it began. */
  boolean leadsGroup() {
    return stat().filter(fields -> Long.parseLong(fields.get(2)) == pid).isPresent();
  }

  /** Fields from the third on (state, parent, group ...), of this process only. */
  private Optional<List<String>> stat() {
    try {
      if (!presentBoot().equals(boot)) {
        return Optional.empty();
      }
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
      boolean same = Long.parseLong(fields.get(19)) == start;
      boolean dead = fields.get(0).equals("Z") || fields.get(0).equals("X");
      return same && !dead ? Optional.of(fields) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
