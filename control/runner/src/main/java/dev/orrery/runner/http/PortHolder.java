package dev.orrery.runner.http;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who listens on a port, as far as this user may see: Linux shows a user the sockets of all
 * processes, and of its own processes which sockets are theirs. Elsewhere nobody is known.
 */
final class PortHolder {
  private static final Logger LOG = LoggerFactory.getLogger(PortHolder.class);
  private static final String COMMAND = "dev.orrery.cli.Main";
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private PortHolder() {}

  /** {@code process 4711 (java)}; empty when it is not to be seen. */
  static Optional<String> of(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      sockets.addAll(listening(Path.of(table), port));
    }
    return sockets.isEmpty()
        ? Optional.empty()
        : ProcessHandle.allProcesses()
            .filter(process -> holds(process.pid(), sockets))
            .findFirst()
            .map(PortHolder::name);
  }

  private static Set<String> listening(Path table, int port) {
    Set<String> sockets = new HashSet<>();
    String end = ":%04X".formatted(port);
    try {
      for (String line : Files.readAllLines(table)) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length > INODE
            && columns[LOCAL_ADDRESS].endsWith(end)
            && columns[STATE].equals(LISTENING)) {
          sockets.add("socket:[" + columns[INODE] + "]");
        }
      }
    } catch (IOException e) {
      LOG.debug("not to be seen table={}", table, e);
    }
    return sockets;
  }

  private static boolean holds(long pid, Set<String> sockets) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path each : open) {
        if (sockets.contains(Files.readSymbolicLink(each).toString())) {
          return true;
        }
      }
    } catch (IOException e) {
      LOG.trace("not to be seen pid={}", pid, e);
    }
    return false;
  }

  private static String name(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    boolean ours = info.arguments().map(all -> List.of(all).contains(COMMAND)).orElse(false);
    String program =
        ours
            ? "orrery"
            : info.command().map(path -> String.valueOf(Path.of(path).getFileName())).orElse("");
    return "process " + process.pid() + (program.isEmpty() ? "" : " (" + program + ")");
  }
}
