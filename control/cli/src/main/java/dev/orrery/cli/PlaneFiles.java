package dev.orrery.cli;

import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
