package dev.orrery.runner.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  @Test
  void isTakenOnceAndNamesItsHolder() {
    try (DataDirectory taken = DataDirectory.take(folder, InstantSource.fixed(START))) {
      taken.listensOn(7071);
      assertThat(DataDirectory.holder(folder))
          .contains(new DataDirectory.Holder(ProcessHandle.current().pid(), 7071, START));
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> DataDirectory.take(folder, InstantSource.system()))
          .satisfies(refused -> {
            assertThat(refused.problems().getFirst().exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.problems().getFirst().cause())
                .contains("pid " + ProcessHandle.current().pid())
                .contains(START.toString())
                .contains("7071");
          });
    }
    assertThat(DataDirectory.holder(folder)).isEmpty();
  }

  @Test
  void takesOverWhatADeadProcessLeft() throws IOException {
    Files.writeString(folder.resolve("daemon.lock"), "");
    Files.writeString(
        folder.resolve("daemon.json"),
        "{\"pid\": 1, \"port\": 7070, \"startedAt\": \"2020-01-01T00:00:00Z\"}");
    assertThat(DataDirectory.holder(folder)).isEmpty();
    try (DataDirectory taken = DataDirectory.take(folder, InstantSource.fixed(START))) {
      assertThat(DataDirectory.holder(folder))
          .hasValueSatisfying(holder -> assertThat(holder.startedAt()).isEqualTo(START));
      assertThat(taken.startedAt()).isEqualTo(START);
    }
  }

  @Test
  void keepsTheTokenToItsOwner() throws IOException {
    try (DataDirectory taken = DataDirectory.take(folder, InstantSource.fixed(START))) {
      assertThat(DataDirectory.token(folder)).contains(taken.token());
      for (String file : new String[] {"daemon.token", "daemon.json", "daemon.lock"}) {
        assertThat(Files.getPosixFilePermissions(folder.resolve(file)))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      }
    }
    assertThat(DataDirectory.token(folder)).isEmpty();
  }
}
