package dev.orrery.control.api;

import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The token of whoever may read a data directory: that person keeps the platform, so it is an
 * operator's. It lies in a file that only its owner can read, and is shown once, when it is made.
 *
 * @param file where it lies
 * @param fresh it, when it was made just now; null when it was there before
 */
public record LocalToken(Path file, @Nullable Secret fresh) {
  private static final String LABEL = "local";

  /**
   * The token in a file; where there is none that counts, another is made and those before it are
   * revoked.
   */
  public static LocalToken keep(Path file, ApiTokenTable tokens, UUID user) throws IOException {
    if (read(file).flatMap(token -> tokens.caller(token.reveal())).isPresent()) {
      return new LocalToken(file, null);
    }
    tokens.revoke(user, LABEL);
    Secret fresh = tokens.issue(user, ApiTokenTable.Role.OPERATOR, LABEL, null);
    Path part = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(part, fresh.reveal() + "\n");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new LocalToken(file, fresh);
  }

  private static Optional<Secret> read(Path file) throws IOException {
    try {
      return Optional.of(Secret.of(Files.readString(file).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
