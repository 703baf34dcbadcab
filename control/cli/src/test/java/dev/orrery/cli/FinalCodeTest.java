package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinalCodeTest {
  @TempDir Path folder;

  @Test
  void insideAnImageWhatMustNotBeTriedAgainEndsWithNothingAndSaysWhy() throws IOException {
    Path message = Files.createFile(folder.resolve("termination-log"));
    assertThat(IntStream.range(0, 8).map(code -> FinalCode.shown(code, message.toString())))
        .containsExactly(0, 1, 2, 0, 0, 5, 6, 7);
    assertThat(message).hasContent("exit=4");
  }

  @Test
  void outsideOfOneACodeIsACode() {
    assertThat(IntStream.range(0, 8).map(code -> FinalCode.shown(code, "")))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void aCloudWithoutLastMessagesHasNoneWritten() {
    Path nowhere = folder.resolve("termination-log");
    assertThat(FinalCode.shown(3, nowhere.toString())).isZero();
    assertThat(nowhere).doesNotExist();
  }
}
