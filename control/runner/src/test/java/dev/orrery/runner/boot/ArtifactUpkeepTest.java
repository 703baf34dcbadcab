package dev.orrery.runner.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactUpkeepTest {
  private static final Duration KEPT = Duration.ofDays(90);
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant LONG_AGO = NOW.minus(KEPT).minus(Duration.ofDays(3));

  @TempDir Path folder;

  @Test
  void deletesWhatIsNeitherUsedNorNamedByADecisionNorRecent() throws IOException {
    Sha256 running = kept("running");
    Sha256 found = kept("found");
    Sha256 decided = kept("decided");
    Sha256 forgotten = kept("forgotten");
    Sha256 recent = kept("recent");
    for (Sha256 old : List.of(running, found, decided, forgotten)) {
      Files.setLastModifiedTime(file(old), FileTime.from(LONG_AGO));
    }
    Files.setLastModifiedTime(file(recent), FileTime.from(NOW.minus(KEPT)));
    Path notes = Files.writeString(folder.resolve("notes.txt"), "a person's");
    Files.setLastModifiedTime(notes, FileTime.from(LONG_AGO));

    FreshArtifacts artifacts = FreshArtifacts.in(folder);
    assertThat(artifacts.put(bytes("running"))).isEqualTo(running);
    assertThat(artifacts.find(found)).isPresent();
    List<Set<String>> asked = new ArrayList<>();
    ArtifactUpkeep upkeep =
        new ArtifactUpkeep(
            artifacts,
            KEPT,
            digests -> {
              asked.add(digests);
              return Set.of(decided.hex());
            });
    assertThat(upkeep.look(NOW)).isEqualTo(1);
    assertThat(asked).containsExactly(Set.of(decided.hex(), forgotten.hex()));
    assertThat(file(forgotten)).doesNotExist();
    for (Path left : List.of(file(running), file(found), file(decided), file(recent), notes)) {
      assertThat(left).exists();
    }
    assertThat(Files.getLastModifiedTime(file(running)).toInstant()).isEqualTo(NOW);
    assertThat(upkeep.look(NOW)).isZero();
  }

  /** In use by a process before this one. */
  private Sha256 kept(String text) throws IOException {
    return FreshArtifacts.in(folder).put(bytes(text));
  }

  private Path file(Sha256 digest) {
    return folder.resolve(digest.hex() + ".jar");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
