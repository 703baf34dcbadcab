package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderArtifactStoreTest {
  private static final byte[] BYTES = "a jar".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder = Path.of("");

  @Test
  void givesBackWhatWasPut() throws Exception {
    FolderArtifactStore store = new FolderArtifactStore(folder.resolve("new/sub"), ".jar");
    Sha256 digest = store.put(BYTES);
    assertThat(digest).isEqualTo(Sha256.of(BYTES));
    Path found = store.find(digest).orElseThrow();
    assertThat(Files.readAllBytes(found)).isEqualTo(BYTES);
    assertThat(found.getFileName()).hasToString(digest.hex() + ".jar");
    assertThat(store.find(Sha256.of("other"))).isEmpty();
  }

  @Test
  void doesNotTakeAFileCutShortByACrashForTheArtifact() throws Exception {
    FolderArtifactStore store = new FolderArtifactStore(folder, ".jar");
    Sha256 digest = store.put(BYTES);
    Files.write(store.find(digest).orElseThrow(), new byte[] {'a', ' '});
    assertThat(store.find(digest)).isEmpty();
    store.put(BYTES);
    assertThat(Files.readAllBytes(store.find(digest).orElseThrow())).isEqualTo(BYTES);
  }

  @Test
  void ignoresAndSweepsWhatACrashLeftBehind() throws Exception {
    Path left = folder.resolve("incoming-123.tmp");
    Files.write(left, new byte[] {1, 2});
    Files.setLastModifiedTime(left, java.nio.file.attribute.FileTime.fromMillis(0));
    FolderArtifactStore store = new FolderArtifactStore(folder, ".jar");
    store.put(BYTES);
    assertThat(names()).containsExactly(Sha256.of(BYTES).hex() + ".jar");
  }

  @Test
  void keepsOneFileWhenManyPutTheSame() throws Exception {
    FolderArtifactStore store = new FolderArtifactStore(folder, ".jar");
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Sha256>> puts =
          IntStream.range(0, 40).mapToObj(i -> threads.submit(() -> store.put(BYTES))).toList();
      for (Future<Sha256> put : puts) {
        assertThat(put.get()).isEqualTo(Sha256.of(BYTES));
      }
    }
    assertThat(names()).containsExactly(Sha256.of(BYTES).hex() + ".jar");
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
