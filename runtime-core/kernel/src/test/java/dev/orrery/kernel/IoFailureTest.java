package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoFailureTest {
  @Test
  void saysWhatTheSystemSaysWithoutTheNameOfAClass() {
    assertThat(IoFailure.cause(new NoSuchFileException("d/x")))
        .isEqualTo("d/x: there is no such file or folder");
    assertThat(IoFailure.cause(new AccessDeniedException("d/x")))
        .isEqualTo("d/x: permission denied");
    assertThat(IoFailure.reason(new AccessDeniedException("d/x"))).isEqualTo("permission denied");
    assertThat(IoFailure.cause(new FileAlreadyExistsException("d/x")))
        .isEqualTo("d/x: is there already");
    assertThat(IoFailure.cause(new FileSystemException("d/x", null, "Read-only file system")))
        .isEqualTo("d/x: read-only file system");
    assertThat(IoFailure.cause(new ConnectException())).isEqualTo("nobody listens there");
    assertThat(IoFailure.cause(new IOException())).isEqualTo("the system gives no reason");
    assertThat(IoFailure.cause(new IOException("EOF reached"))).isEqualTo("EOF reached");
  }

  @Test
  void namesWhatStandsInTheWay(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    try {
      Files.createDirectories(file.resolve("below"));
    } catch (IOException e) {
      assertThat(IoFailure.cause(e)).isEqualTo(file.resolve("below") + ": not a directory");
    }
  }
}
