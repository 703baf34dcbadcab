package dev.orrery.control.machine.child;

import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The contract over real processes: shell programs, which start in milliseconds. */
class ChildProcessesContractTest extends MachineProviderContract {
  /**
   * Writes what it saw, then behaves. Every line of secrets is read before anything else; only
   * their names are told.
   */
  static final String PROGRAM =
      """
      names=
      while IFS='=' read -r name _; do [ -n "$name" ] && names="$names$name"; done
      echo start >> starts
      starts=$(wc -l < starts)
      trap 'exit 0' TERM
      { env; echo "secrets=$names"; echo "release=$1"; } > seen.part; mv seen.part seen
      echo "up $starts"; echo ready
      case $BEHAVE in
        exit*) exit ${BEHAVE#exit } ;;
        once*) [ "$starts" -eq 1 ] && exit ${BEHAVE#once } ;;
        deaf) trap : TERM; echo >> seen ;;
      esac
      while :; do sleep 0.02; done
      """;

  @TempDir Path root;

  static List<String> command(String release) {
    if (release.isEmpty()) {
      throw MachineException.permanent("no such release");
    }
    return List.of("/bin/sh", "-c", PROGRAM, "program", release);
  }

  @Override
  protected MachineProvider open() {
    return ChildProcesses.open(
        ChildSettings.at(root).withRestartPause(Duration.ofMillis(10)),
        (release, _) -> command(release));
  }

  @Override
  protected MachineProvider reopen() {
    provider.close();
    return open();
  }

  private MachineFolder folder(MachineId id) {
    return new Folders(root).named(id);
  }

  @Override
  protected void killProgram(MachineId id) {
    try {
      ProcessHandle.of(folder(id).process().orElseThrow().pid()).orElseThrow().destroyForcibly();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks for itself: a program names its machine in its environment. */
  @Override
  protected boolean programRuns(MachineId id) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.anyMatch(process ->
          environment(process).contains("MACHINE_ID=" + id.text())
              && !commandLine(process).contains("launch.sh"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String environment(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  protected int starts(MachineId id) {
    return lines(id, "starts").size();
  }

  @Override
  protected Optional<Map<String, String>> seenBy(MachineId id) {
    List<String> lines = lines(id, "seen");
    Map<String, String> seen = new TreeMap<>();
    lines.stream()
        .filter(line -> line.contains("="))
        .forEach(line ->
            seen.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    boolean deaf = "deaf".equals(seen.get("BEHAVE"));
    return lines.isEmpty() || (deaf && !lines.getLast().isEmpty())
        ? Optional.empty()
        : Optional.of(seen);
  }

  private List<String> lines(MachineId id, String file) {
    try {
      Path path = folder(id).path().resolve(file);
      return Files.exists(path) ? Files.readAllLines(path) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files of the machine, and command line and environment of all its processes. */
  @Override
  protected String shown(MachineId id) {
    StringBuilder shown = new StringBuilder();
    try (Stream<Path> files = Files.list(folder(id).path());
        Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path file : files.toList()) {
        shown.append(Files.readString(file));
      }
      processes
          .filter(process -> environment(process).contains(id.text()))
          .forEach(process -> shown.append(environment(process)).append(commandLine(process)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shown.toString();
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"));
    } catch (IOException e) {
      return "";
    }
  }
}
