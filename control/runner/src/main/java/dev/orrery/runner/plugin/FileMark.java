package dev.orrery.runner.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tells one content of a file from another without reading it. Size and time are not enough: a
 * build may give two jars the same, and a link may come to lead to another file.
 *
 * @param key which file it is, where links lead included; null where the system does not say
 * @param changed when anything about it changed, where the system says so
 */
record FileMark(long size, FileTime modified, @Nullable Object key, @Nullable Object changed) {
  /** Of a file; empty when there is none, or none that a link leads to. */
  static Optional<FileMark> of(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
      return Optional.of(
          new FileMark(
              found.size(),
              found.lastModifiedTime(),
              found.fileKey(),
              unix ? Files.getAttribute(file, "unix:ctime") : null));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
