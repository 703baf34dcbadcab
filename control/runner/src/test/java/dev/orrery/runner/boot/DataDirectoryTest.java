package dev.orrery.runner.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
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
          .contains(
              new DataDirectory.Holder(
                  ProcessHandle.current().pid(), 7071, START, DataDirectory.Serves.RUN));
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

  @Test
  void isLeftAsItWasFoundWhenNothingWasKept() throws IOException {
    Path made = folder.resolve("a/b");
    DataDirectory.take(made, InstantSource.system()).close();
    assertThat(folder.resolve("a")).doesNotExist();

    Path empty = Files.createDirectory(folder.resolve("empty"));
    DataDirectory.take(empty, InstantSource.system()).close();
    assertThat(empty).isEmptyDirectory();

    try (DataDirectory used = DataDirectory.take(made, InstantSource.system())) {
      Files.createDirectory(used.folder().resolve("postgres"));
    }
    assertThat(made).isDirectoryContaining(file -> file.endsWith("daemon.lock"));
    DataDirectory.take(made, InstantSource.system()).close();
    assertThat(made).isDirectoryContaining(file -> file.endsWith("daemon.lock"));
  }

  @Test
  void givesBackTheJarsOfAStartThatWasRefused() throws IOException {
    Path jars = folder.resolve("artifacts");
    try (FreshArtifacts first = FreshArtifacts.in(jars)) {
      first.put(new byte[] {1});
    }
    assertThat(jars).doesNotExist();
    Sha256 old;
    try (FreshArtifacts good = FreshArtifacts.in(jars)) {
      old = good.put(new byte[] {1});
      good.keep();
    }
    try (FreshArtifacts refused = FreshArtifacts.in(jars)) {
      refused.put(new byte[] {1});
      refused.put(new byte[] {2});
    }
    try (Stream<Path> left = Files.list(jars)) {
      assertThat(left).containsExactly(jars.resolve(old.hex() + ".jar"));
    }
  }
}
