package dev.orrery.store;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One journal a spool folder: two would drain, and take away, what the other has written. */
final class SpoolLock implements AutoCloseable {
  private static final String NAME = "lock";

  private final FileChannel channel;

  private SpoolLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, which is made if it is not there.
   *
   * @throws ProblemException REFUSED when another journal has it, of this process or another
   */
  static SpoolLock take(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      FileLock lock = channel.tryLock();
      taken = lock != null && lock.isValid();
    } catch (OverlappingFileLockException e) {
      taken = false; // this process has it
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    if (!taken) {
      throw new ProblemException(
          Problem.refused(
              "journal spool in " + folder,
              "is used by another runtime",
              "close that one, or give this one a spool folder of its own"));
    }
    return new SpoolLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
