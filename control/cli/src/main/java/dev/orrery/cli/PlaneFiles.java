package dev.orrery.cli;

import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a control plane keeps things in its data directory. */
final class PlaneFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PlaneFiles.class);

  private PlaneFiles() {}

  /** The token of whoever owns the directory. */
  static Path tokenFile(Path dataDir) {
    return dataDir.resolve("control.token");
  }

  /** Folder of all machines that are processes. */
  static Path machines(Path dataDir) {
    return dataDir.resolve("machines");
  }

  /**
   * What tells the control plane of a directory from all others, made with its first start. Only
   * for who has taken the directory.
   */
  static String id(Path dataDir) throws IOException {
    Path file = dataDir.resolve("control.id");
    if (!Files.exists(file)) {
      Path fresh = dataDir.resolve("control.id.part");
      Files.writeString(fresh, UUID.randomUUID().toString().substring(0, 8) + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  /** The token; empty when this user cannot read it. */
  static Optional<Secret> token(Path dataDir) {
    try {
      return Optional.of(Secret.of(Files.readString(tokenFile(dataDir)).strip()));
    } catch (IOException e) {
      LOG.debug("no token to read folder={} cause={}", dataDir, e.toString());
      return Optional.empty();
    }
  }
}
