package dev.orrery.control.machine.child;

import dev.orrery.control.machine.Exit;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is known of one machine, as files that are replaced whole:
 *
 * <pre>
 *   spec.json   what it shall be, without secrets
 *   ticket-N    a launch that nobody has begun; the launcher takes it (renames it to taken)
 *   launcher    pid, start time and boot of the script that keeps the program running
 *   process     the same of the program
 *   restarts    how often it was started again, and the last code
 *   stop        somebody wants it to end, and by when (seconds of uptime)
 *   end         how it ended for good
 *   machine.log what it wrote
 * </pre>
 */
record MachineFolder(Path path) {
  private static final String ID = "id";

  /** Puts a folder together aside, so that it appears complete or not at all. */
  static void write(Path part, MachineId id, SpecFile spec) throws IOException {
    Files.createDirectories(part);
    Files.writeString(part.resolve(ID), id.text());
    Files.writeString(part.resolve(SpecFile.NAME), spec.json());
  }

  /** Whether a machine is in it. */
  boolean exists() {
    return Files.exists(path.resolve(SpecFile.NAME));
  }

  MachineId id() throws IOException {
    return new MachineId(Files.readString(path.resolve(ID)).strip());
  }

  SpecFile spec() throws IOException {
    return SpecFile.read(Files.readString(path.resolve(SpecFile.NAME)));
  }

  Path log() {
    return path.resolve("machine.log");
  }

  Optional<ProcessIdentity> launcher() throws IOException {
    return text("launcher").flatMap(ProcessIdentity::parse);
  }

  Optional<ProcessIdentity> process() throws IOException {
    return text("process").flatMap(ProcessIdentity::parse);
  }

  boolean stopWanted() {
    return Files.exists(path.resolve("stop"));
  }

  /** By when it shall have ended, in seconds of uptime; empty when nobody wants it to. */
  Optional<Double> stopBy() throws IOException {
    return text("stop").map(Double::parseDouble);
  }

  /** Whether a launch waits to be begun. */
  boolean ticketWaits() throws IOException {
    try (var files = Files.newDirectoryStream(path, "ticket-*")) {
      return files.iterator().hasNext();
    }
  }

  /** Whether a launcher took its ticket and has not said yet who it is. */
  boolean begins() {
    return Files.exists(path.resolve("taken")) && !Files.exists(path.resolve("launcher"));
  }

  /** Takes back a launch that nobody has begun. */
  void withdrawTickets() throws IOException {
    try (var files = Files.newDirectoryStream(path, "ticket-*")) {
      for (Path ticket : files) {
        Files.deleteIfExists(ticket);
      }
    }
  }

  /** The processes of it that were last known, the launcher first. */
  List<ProcessIdentity> processes() throws IOException {
    return Stream.concat(launcher().stream(), process().stream()).toList();
  }

  /** Whether any of them is there. */
  boolean busy() throws IOException {
    return processes().stream().anyMatch(ProcessIdentity::alive);
  }

  Machine machine() throws IOException {
    SpecFile spec = spec();
    return new Machine(
        id(),
        spec.spec().deployment(),
        spec.spec().launch(),
        spec.controlPlane(),
        spec.release(),
        Integer.toString(spec.upgrades()),
        status());
  }

  /**
   * Looked at twice before an end is told that nobody has seen: files change while they are read.
   */
  MachineStatus status() throws IOException {
    MachineStatus seen = look();
    return seen.equals(new MachineStatus.Stopped(new Exit.Unseen())) ? look() : seen;
  }

  private MachineStatus look() throws IOException {
    boolean runs = process().filter(ProcessIdentity::alive).isPresent();
    boolean kept = launcher().filter(ProcessIdentity::alive).isPresent();
    if (runs) {
      return stopWanted() ? new MachineStatus.Stopping() : new MachineStatus.Running(restarts());
    }
    // The end is written before the launcher goes: look for it whether or not it is gone.
    Optional<String> end = text("end");
    if (end.isPresent()) {
      return ended(end.get());
    }
    if (kept && stopWanted()) {
      return new MachineStatus.Stopping();
    }
    return kept || ticketWaits() || begins()
        ? new MachineStatus.Starting()
        : new MachineStatus.Stopped(new Exit.Unseen());
  }

  void replace(String name, String content) throws IOException {
    Path part = path.resolve(name + ".part");
    Files.writeString(part, content);
    Files.move(part, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Forgets what the last launch left. */
  void clear() throws IOException {
    for (String name : List.of("end", "stop", "restarts", "process", "launcher", "taken")) {
      Files.deleteIfExists(path.resolve(name));
    }
  }

  private int restarts() throws IOException {
    return text("restarts").map(line -> Integer.parseInt(line.split(" ")[0])).orElse(0);
  }

  private MachineStatus ended(String line) throws IOException {
    List<String> words = List.of(line.strip().split(" "));
    Exit exit = Exit.ofShell(Integer.parseInt(words.get(1)));
    return words.get(0).equals("exhausted")
        ? new MachineStatus.Failed("restarted " + restarts() + " times, at last: " + exit.words())
        : new MachineStatus.Stopped(exit);
  }

  private Optional<String> text(String name) throws IOException {
    try {
      return Optional.of(Files.readString(path.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
