package dev.orrery.runner.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.config.run.VenueAccount;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentKeyTest {
  private static final String KEY = "0x" + "22".repeat(32);
  private static final String ACCOUNT = "0x" + "a1".repeat(20);

  @TempDir Path folder;

  @Test
  void comesFromAVariable() {
    try (var signer = AgentKey.signer("k", new VenueAccount(ACCOUNT, Secret.of(KEY), null))) {
      assertThat(signer.address().hex()).isEqualTo("0x1563915e194d8cfba1943570603f7606a3115508");
    }
  }

  @Test
  void comesFromAFileThatOnlyItsOwnerReads() throws IOException {
    Path file = write(KEY + "\n", "rw-------");

    try (var signer = AgentKey.signer("k", new VenueAccount(ACCOUNT, null, file))) {
      assertThat(signer.address().hex()).isEqualTo("0x1563915e194d8cfba1943570603f7606a3115508");
    }
  }

  @Test
  void isRefusedFromAFileThatOthersRead() throws IOException {
    Path file = write(KEY, "rw-r--r--");

    refused(file, "can be read by others than its owner (chmod 600 " + file + ")");
  }

  @Test
  void isRefusedWithoutShowingIt() throws IOException {
    Path file = write("0x222222222222222222222222", "rw-------");

    refused(file, "a private key is 0x and 64 hex digits");
  }

  @Test
  void isMissingWhereThereIsNoFile() {
    refused(folder.resolve("none"), "there is no file");
  }

  private static void refused(Path file, String cause) {
    assertThatThrownBy(() -> AgentKey.signer("k", new VenueAccount(ACCOUNT, null, file)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining(cause)
        .hasMessageNotContaining("222222222222");
  }

  private Path write(String content, String mode) throws IOException {
    Path file = folder.resolve("agent.key");
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }
}
