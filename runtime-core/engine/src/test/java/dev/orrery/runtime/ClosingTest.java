package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An end comes to its end, whatever goes wrong in it. */
class ClosingTest {
  @TempDir private Path folder;

  @Test
  void takesEveryStepAndThrowsTheFirstFailureWithTheOthers() {
    List<String> done = new ArrayList<>();
    Closing closing = new Closing();
    closing.step(() -> done.add("one"));
    closing.step(() -> {
      throw new IllegalStateException("first");
    });
    closing.step(() -> {
      throw new AssertionError("second");
    });
    closing.step(() -> done.add("last"));
    assertThatThrownBy(closing::done)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("first")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(done).containsExactly("one", "last");
  }

  @Test
  void sweepsFoldersOfProcessesThatAreNoMoreAndNoOthers() throws Exception {
    Path own = TemporaryFolder.make();
    String mine = own.getFileName().toString();
    String[] name = mine.split("-", -1);
    Path here = Files.createDirectory(folder.resolve(mine));
    Path reused = folder.resolve("orrery-plugins-" + name[2] + "-1-x");
    Files.createDirectory(reused);
    Files.writeString(reused.resolve("a.jar"), "x");
    Path gone = Files.createDirectory(folder.resolve("orrery-plugins-999999999999-5-x"));
    Path foreign = Files.createDirectory(folder.resolve("orrery-plugins-of-somebody"));
    TemporaryFolder.sweep(folder);
    assertThat(here).exists();
    assertThat(foreign).exists();
    assertThat(reused).doesNotExist();
    assertThat(gone).doesNotExist();
    TemporaryFolder.delete(own);
    assertThat(own).doesNotExist();
  }
}
