package dev.orrery.runner.machine;

import dev.orrery.kernel.IdSource;
import dev.orrery.store.PostgresJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a machine remembers in its directory beside what it keeps there: its name, and under which
 * epoch it hosted. For the process that owns the directory.
 */
final class MachineFolder {
  private static final Logger LOG = LoggerFactory.getLogger(MachineFolder.class);

  private final Path folder;

  MachineFolder(Path folder) {
    this.folder = folder;
  }

  /** The machine's name, made up at its first start. */
  String place(IdSource ids) throws IOException {
    Path file = folder.resolve("machine.id");
    if (!Files.exists(file)) {
      write(file, ids.next().toString());
    }
    return "machine " + Files.readString(file).strip();
  }

  /**
   * The lease was taken. What an earlier start left in the spool goes into the database only if
   * nobody hosted the deployment meanwhile: its account has gone on without it otherwise.
   */
  void leased(long epoch) throws IOException {
    Path file = folder.resolve("lease.epoch");
    Path spool = folder.resolve("spool");
    String before = Files.exists(file) ? Files.readString(file).strip() : "none";
    if (PostgresJournal.spooledAt(spool).isPresent() && !before.equals(String.valueOf(epoch - 1))) {
      Path aside = folder.resolve("spool-of-epoch-" + before);
      Files.move(spool, aside);
      LOG.error(
          "Another machine hosted the deployment meanwhile: what was spooled is set aside folder={}",
          aside);
    }
    write(file, String.valueOf(epoch));
  }

  private static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
