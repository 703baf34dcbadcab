package dev.orrery.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolFileTest {
  private static final long ROOM = 1 << 20;

  @TempDir Path folder;

  @Test
  void isFoundAgainWithItsWriterAndFrames() throws IOException {
    write("first", "", "third");
    try (SpoolFile found = find()) {
      assertThat(found.writer()).isEqualTo("writer");
      assertThat(texts(found.peek(1))).containsExactly("first");
      assertThat(texts(found.peek(1_000))).containsExactly("first", "", "third");
      found.remove(found.peek(1));
      assertThat(texts(found.peek(1_000))).containsExactly("", "third");
      found.remove(found.peek(1_000));
      assertThat(found.isEmpty()).isTrue();
      found.delete();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void tellsReadersWhetherItHoldsAnything() throws IOException {
    assertThat(PostgresJournal.spooledAt(folder)).as("no spool").isEmpty();
    SpoolFile.create(folder, "writer", ROOM).close();
    assertThat(PostgresJournal.spooledAt(folder)).as("nothing in it").isEmpty();
    Files.delete(path());
    write("first");
    assertThat(PostgresJournal.spooledAt(folder))
        .contains(Files.getLastModifiedTime(path()).toInstant());
  }

  @Test
  void cutsOffWhatACrashLeftOfTheLastFrame() throws IOException {
    write("first", "second");
    long whole = Files.size(path());
    Random random = new Random(3);
    for (long length = whole - 1; length > whole - 8 - "second".length(); length--) {
      truncate(length);
      try (SpoolFile found = find()) {
        assertThat(texts(found.peek(1_000))).containsExactly("first");
        found.append(("again" + random.nextInt()).getBytes(UTF_8));
        assertThat(found.peek(1_000)).hasSize(2);
      }
      Files.delete(path());
      write("first", "second");
    }
  }

  @Test
  void refusesAFileThatIsDamagedBeforeItsEnd() throws IOException {
    write("first", "second");
    try (RandomAccessFile file = new RandomAccessFile(path().toFile(), "rw")) {
      file.seek(Files.size(path()) - 8 - "second".length() - 1);
      file.write('x');
    }
    assertThatThrownBy(this::find).isInstanceOf(IOException.class).hasMessageContaining("damaged");
  }

  @Test
  void isNothingWhenACrashCameWhileItWasMade() throws IOException {
    Files.write(path(), "orrery.spo".getBytes(UTF_8));
    assertThat(SpoolFile.find(folder, ROOM)).isNull();
    assertThat(path()).doesNotExist();
  }

  @Test
  void refusesWhatHasNoRoomAndStaysSound() throws IOException {
    try (SpoolFile spool = SpoolFile.create(folder, "writer", 60)) {
      spool.append("first".getBytes(UTF_8));
      assertThatThrownBy(() -> spool.append(new byte[100])).hasMessageContaining("60 bytes");
      assertThat(texts(spool.peek(1_000))).containsExactly("first");
    }
  }

  private void write(String... frames) throws IOException {
    try (SpoolFile spool = SpoolFile.create(folder, "writer", ROOM)) {
      for (String frame : frames) {
        spool.append(frame.getBytes(UTF_8));
      }
    }
  }

  private SpoolFile find() throws IOException {
    SpoolFile found = SpoolFile.find(folder, ROOM);
    if (found == null) {
      throw new AssertionError("no spool");
    }
    return found;
  }

  private Path path() {
    return folder.resolve(SpoolFile.NAME);
  }

  private void truncate(long length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path().toFile(), "rw")) {
      file.setLength(length);
    }
  }

  private static List<String> texts(List<byte[]> frames) {
    List<String> texts = new ArrayList<>();
    for (byte[] frame : frames) {
      texts.add(new String(frame, UTF_8));
    }
    return texts;
  }
}
