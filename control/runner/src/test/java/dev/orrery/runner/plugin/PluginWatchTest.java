package dev.orrery.runner.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.plugin.PluginLimits;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PluginWatchTest {
  @TempDir private Path folder;

  @Test
  void tellsFilesByTheirBytes() throws Exception {
    byte[] bytes = "PK".getBytes(StandardCharsets.US_ASCII);
    Path jar = Files.write(folder.resolve("a.jar"), bytes);
    assertThat(PluginWatch.digest(jar)).contains(Sha256.of(bytes));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void doesNotReadWhatHasNoEnd() throws Exception {
    Path endless = Files.createSymbolicLink(folder.resolve("zero.jar"), Path.of("/dev/zero"));
    assertThat(PluginWatch.digest(endless)).isEmpty();
    Path pipe = folder.resolve("pipe.jar");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(60, TimeUnit.SECONDS))
        .isTrue();
    assertThat(PluginWatch.digest(pipe)).isEmpty();
  }

  @Test
  void doesNotReadWhatIsTooLargeToBeLoaded() throws Exception {
    Path large = folder.resolve("large.jar");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(PluginLimits.DEFAULT.maxFileBytes() + 1);
    }
    assertThat(PluginWatch.digest(large)).isEmpty();
  }
}
