package dev.orrery.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server's {@code postmaster.pid} says: line 1 process id, 2 data directory, 3 start time, 4
 * port, 8 status.
 */
record Postmaster(long pid, String startedAt, int port, boolean ready) {
  static final String FILE = "postmaster.pid";

  /** The file of a cluster, empty when there is none or it is still being written. */
  static Optional<Postmaster> of(Path cluster) {
    try {
      List<String> lines = Files.readAllLines(cluster.resolve(FILE));
      return Optional.of(
          new Postmaster(
              Long.parseLong(line(lines, 0)),
              line(lines, 2),
              line(lines, 3).isEmpty() ? 0 : Integer.parseInt(line(lines, 3)),
              line(lines, 7).equals("ready")));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Whether the process is there and is this cluster's. A process id given to somebody else since
   * (common after a container restart) and a zombie have another command line or none.
   */
  boolean alive(Path cluster) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().arguments())
        .map(arguments -> List.of(arguments).contains(cluster.toString()))
        .orElse(false);
  }

  /** Whether the id has gone to a process that is no PostgreSQL at all. */
  boolean pidIsSomebodyElses() {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .map(command -> !Path.of(command).endsWith("postgres"))
        .orElse(false);
  }

  /** By hand, as {@link #hashCode}: the first of those made by a record costs a start dearly. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Postmaster it
        && pid == it.pid
        && port == it.port
        && ready == it.ready
        && startedAt.equals(it.startedAt);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(pid) + startedAt.hashCode();
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index).strip() : "";
  }
}
