package dev.orrery.market.file;

import dev.orrery.api.market.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What changes whenever a file does: which it is, how large, when it was written, and when the
 * system last changed anything of it, which no program can set back.
 *
 * @param file which, by its whole path
 * @param identity size, inode and both times
 * @param changed the later of the times
 */
record FileStamp(Path file, String identity, Instant changed) {
  /** Two changes of a file may bear the same time when they lie closer than a clock's step. */
  private static final long SETTLED_SECONDS = 2;

  /** That of a file; empty where it is not there or the system does not tell. */
  static Optional<FileStamp> of(Path file) {
    try {
      Map<String, Object> told =
          Files.readAttributes(file, "unix:size,ino,dev,lastModifiedTime,ctime");
      Instant written = time(told, "lastModifiedTime");
      Instant touched = time(told, "ctime");
      String identity =
          told.get("size")
              + " "
              + told.get("dev")
              + ":"
              + told.get("ino")
              + " "
              + written
              + " "
              + touched;
      return Optional.of(
          new FileStamp(file.toRealPath(), identity, written.isAfter(touched) ? written : touched));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty(); // then it is read every time
    }
  }

  /** All of it on two lines, with the interval that the file is read with. */
  String text(@Nullable Interval interval) {
    return file + "\n" + identity + " " + (interval == null ? "auto" : interval.millis()) + "\n";
  }

  /** Whether a change after that of the other, which is now, would bear another time. */
  boolean settledBefore(FileStamp now) {
    return changed.plusSeconds(SETTLED_SECONDS).isBefore(now.changed);
  }

  private static Instant time(Map<String, Object> told, String name) {
    if (told.get(name) instanceof FileTime time) {
      return time.toInstant();
    }
    throw new IllegalArgumentException("no " + name);
  }
}
