package dev.orrery.cli;

import dev.orrery.control.deploy.MachineSecrets;
import dev.orrery.database.RunnerRoles;
import dev.orrery.database.Walls;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How machines get into the database: each by a login that sees its own deployment, and that goes
 * when another one is made after its machine. Where the database has no walls, by the control
 * plane's own, and the log says so. Thread-safe.
 */
final class RunnerLogins implements MachineSecrets {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerLogins.class);
  private static final String KEY_FILE = "runners.key";
  private static final int KEY_BYTES = 32;

  private final PlaneStore store;
  private final RunnerRoles roles;
  private final boolean walled;

  private RunnerLogins(PlaneStore store, Secret key) {
    this.store = store;
    this.roles = new RunnerRoles(store.database(), key);
    this.walled = new Walls(store.database()).stand();
    if (!walled) {
      LOG.warn(
          "machines get into the database as the control plane does: it has no roles for them;"
              + " let the owner of its tables run orrery db roles");
    }
  }

  /** Of the control plane of a data directory, which keeps the key they are made with. */
  static RunnerLogins in(Path dataDir, PlaneStore store) throws IOException {
    return new RunnerLogins(store, key(dataDir.resolve(KEY_FILE)));
  }

  @Override
  public Map<String, Secret> of(UUID deployment) {
    return Map.of("DATABASE_URL", address(deployment));
  }

  private Secret address(UUID deployment) {
    if (!walled) {
      return store.address();
    }
    roles.tidy(); // of those that have stopped and whose machine is gone
    RunnerRoles.Login login = roles.credentials(deployment);
    return store.address(login.user(), login.password());
  }

  private static Secret key(Path file) throws IOException {
    try {
      return Secret.of(Files.readString(file).strip());
    } catch (NoSuchFileException _) {
      byte[] random = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(random);
      String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      Path part = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(part, key + "\n");
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return Secret.of(key);
    }
  }
}
