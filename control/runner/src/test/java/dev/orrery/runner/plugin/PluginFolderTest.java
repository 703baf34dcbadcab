package dev.orrery.runner.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runner.plugin.PluginFolder.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {
  private static final Duration QUIET = Duration.ofMillis(500);

  @TempDir private Path temporary;
  private Path folder = Path.of("");
  private Path jar = folder;
  private long nanos;
  private PluginFolder watched;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(temporary.resolve("plugins"));
    jar = folder.resolve("a.jar");
    Files.writeString(jar, "first");
    watched = new PluginFolder(folder, QUIET, () -> nanos);
  }

  @Test
  void tellsNothingOfWhatWasThereBefore() {
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(500)).isEmpty();
  }

  @Test
  void tellsOnceOfANewFileThatIsQuiet() throws IOException {
    Path other = Files.writeString(folder.resolve("b.jar"), "new");
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(499)).isEmpty();
    assertThat(lookAfter(1)).containsExactly(new Change(other, false));
    assertThat(lookAfter(500)).isEmpty();
    watched.again(other);
    assertThat(lookAfter(0)).containsExactly(new Change(other, false));
  }

  @Test
  void waitsForACopyThatGoesOn() throws IOException {
    for (int part = 0; part < 5; part++) {
      Files.writeString(jar, "more", StandardOpenOption.APPEND);
      assertThat(lookAfter(400)).isEmpty();
    }
    assertThat(lookAfter(500)).containsExactly(new Change(jar, false));
  }

  @Test
  void passesOverTemporaryNames() throws IOException {
    for (String name : List.of(".b.jar", "b.jar.part", "b.jar.tmp", "b.tmp", "README")) {
      Files.writeString(folder.resolve(name), "x");
    }
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(600)).isEmpty();
  }

  /** As many bytes at the same time: a build that is repeatable makes such files. */
  @Test
  void noticesAnotherFileOfTheSameSizeAndTime() throws IOException {
    FileTime time = Files.getLastModifiedTime(jar);
    Path fresh = Files.writeString(folder.resolve("a.jar.part"), "other");
    Files.setLastModifiedTime(fresh, time);
    Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(500)).containsExactly(new Change(jar, false));
  }

  @Test
  void seesAFileDeletedAndMadeAgainAsOneChange() throws IOException {
    Files.delete(jar);
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(300)).isEmpty();
    Files.writeString(jar, "again");
    assertThat(lookAfter(300)).isEmpty();
    assertThat(lookAfter(500)).containsExactly(new Change(jar, false));
  }

  @Test
  void tellsOfAFileThatIsGoneForLong() throws IOException {
    Files.delete(jar);
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(500)).containsExactly(new Change(jar, true));
    assertThat(lookAfter(500)).isEmpty();
    Files.writeString(jar, "back");
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(500)).containsExactly(new Change(jar, false));
  }

  @Test
  void followsLinks() throws IOException {
    Path one = Files.writeString(temporary.resolve("one"), "first");
    Path two = Files.writeString(temporary.resolve("two"), "other");
    Files.setLastModifiedTime(two, Files.getLastModifiedTime(one));
    Path link = Files.createSymbolicLink(folder.resolve("link.jar"), one);
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(500)).containsExactly(new Change(link, false));
    Files.delete(link);
    Files.createSymbolicLink(link, two);
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(500)).containsExactly(new Change(link, false));
    Files.delete(two);
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(500)).containsExactly(new Change(link, true));
  }

  @Test
  void tellsNothingWhileTheFolderIsGone() throws IOException {
    Path away = temporary.resolve("away");
    Files.move(folder, away);
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(5_000)).isEmpty();
    Files.move(away, folder);
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(5_000)).isEmpty();
    Files.writeString(jar, "changed");
    assertThat(lookAfter(0)).isEmpty();
    assertThat(lookAfter(500)).containsExactly(new Change(jar, false));
  }

  @Test
  void tellsOfWhatIsThereBeforeWhatIsGone() throws IOException {
    Files.delete(jar);
    Path second = Files.writeString(folder.resolve("b.jar"), "b");
    lookAfter(0);
    assertThat(lookAfter(500)).containsExactly(new Change(second, false), new Change(jar, true));
  }

  private List<Change> lookAfter(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
    return watched.look();
  }
}
