package dev.orrery.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who owns a server: a lock the operating system takes back when the process ends, however it ends.
 *
 * <p>Systems give up a process's lock when it closes <i>any</i> channel on the file. So this
 * process never opens the file of a lock it holds, and the owner's process id stands in a file of
 * its own.
 */
final class ServerLock implements AutoCloseable {
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private ServerLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * The lock, or empty when another process, or this one, has it.
   *
   * @param file by its real path
   */
  static Optional<ServerLock> tryTake(Path file) throws IOException {
    if (!HELD_HERE.add(file)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      taken = channel.tryLock() != null;
      if (!taken) {
        return Optional.empty();
      }
      Files.writeString(owner(file), Long.toString(ProcessHandle.current().pid()));
      return Optional.of(new ServerLock(file, channel));
    } finally {
      if (!taken) {
        HELD_HERE.remove(file);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  /** The process id of whoever holds, or last held, the lock. */
  static String holder(Path file) throws IOException {
    return Files.exists(owner(file)) ? Files.readString(owner(file)).strip() : "unknown";
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD_HERE.remove(file);
  }

  private static Path owner(Path file) {
    return file.resolveSibling(file.getFileName() + ".owner");
  }
}
