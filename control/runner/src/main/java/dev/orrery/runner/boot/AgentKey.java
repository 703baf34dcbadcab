package dev.orrery.runner.boot;

import dev.orrery.config.run.VenueAccount;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The key of an agent, from a variable or a file, straight into its signer. */
final class AgentKey {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final long LONGEST = 1_000;

  private AgentKey() {}

  /**
   * The signer.
   *
   * @param key the setting it stands under, for messages
   * @throws ProblemException CONFIGURATION when there is no key; the message never shows one
   */
  static KeySigner signer(String key, VenueAccount account) {
    Path file = account.agentKeyFile();
    Secret secret = account.agentKey();
    if (file != null) {
      secret = read(key + ".agentKeyFile", file);
    }
    if (secret == null) {
      throw new IllegalStateException(key + " has no key");
    }
    try {
      return KeySigner.of(secret);
    } catch (IllegalArgumentException e) {
      throw problem(key, String.valueOf(e.getMessage()), "give the agent's private key");
    }
  }

  private static Secret read(String key, Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw problem(key, "there is no file " + file, "name the file that holds the key");
      }
      if (Files.getFileStore(file).supportsFileAttributeView("posix")
          && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
        throw problem(key, file + " can be read by others than its owner", "chmod 600 " + file);
      }
      if (Files.size(file) > LONGEST) {
        throw problem(key, file + " is too long to be a key", "name the file that holds the key");
      }
      return Secret.of(Files.readString(file).strip());
    } catch (IOException e) {
      throw problem(
          key, file + " cannot be read: " + IoFailure.cause(e), "let this user read the file");
    }
  }

  private static ProblemException problem(String key, String cause, String wayOut) {
    return new ProblemException(Problem.configuration(key, cause, wayOut));
  }
}
