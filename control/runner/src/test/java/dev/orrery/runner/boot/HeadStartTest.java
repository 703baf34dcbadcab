package dev.orrery.runner.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.database.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadStartTest {
  private Path used = Path.of("");

  @BeforeAll
  void makesDirectory(@TempDir Path folder) {
    used = folder.resolve("data");
    EmbeddedServer.open(EmbeddedServer.Settings.in(used)).close();
  }

  @Test
  void givesServerAwayOnce() {
    HeadStart begun = HeadStart.on(used).orElseThrow();
    try (EmbeddedServer server = begun.take(used.resolve("..").resolve("data")).orElseThrow()) {
      assertThat(begun.take(used)).isEmpty();
      begun.close();
      assertThat(server.pid()).isPresent();
      assertThat(EmbeddedServer.attach(used)).isPresent();
    }
  }

  @Test
  void stopsServerNobodyTook() {
    HeadStart begun = HeadStart.on(used).orElseThrow();
    assertThat(begun.take(used.resolve("other"))).isEmpty();
    begun.close();
    assertThat(EmbeddedServer.attach(used)).isEmpty();
    EmbeddedServer.open(EmbeddedServer.Settings.in(used)).close();
  }

  @Test
  void leavesServerOfItsOwnerAlone() {
    try (EmbeddedServer owners = EmbeddedServer.open(EmbeddedServer.Settings.in(used))) {
      Optional<Long> pid = owners.pid();
      try (HeadStart begun = HeadStart.on(used).orElseThrow()) {
        assertThat(begun.take(used)).isEmpty();
      }
      assertThat(owners.pid()).isPresent().isEqualTo(pid);
    }
  }

  @Test
  void makesNothing(@TempDir Path folder) {
    Path fresh = folder.resolve("fresh");
    assertThat(HeadStart.on(fresh)).isEmpty();
    assertThat(Files.exists(fresh)).isFalse();
  }
}
