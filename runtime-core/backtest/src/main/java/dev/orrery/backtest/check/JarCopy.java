package dev.orrery.backtest.check;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A copy of a jar with the same content and other bytes, so that it passes for another version.
 *
 * @param file where it is, until it is closed
 */
record JarCopy(Path file) implements AutoCloseable {
  static JarCopy of(Path jar) {
    try {
      Path folder = Files.createTempDirectory("orrery-check-");
      JarCopy copy = new JarCopy(folder.resolve(String.valueOf(jar.getFileName())));
      try (ZipFile from = new ZipFile(jar.toFile());
          OutputStream out = Files.newOutputStream(copy.file);
          ZipOutputStream to = new ZipOutputStream(out)) {
        to.setComment("a copy");
        for (ZipEntry entry : Collections.list(from.entries())) {
          to.putNextEntry(new ZipEntry(entry.getName()));
          from.getInputStream(entry).transferTo(to);
          to.closeEntry();
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + jar, e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      Path folder = file.getParent();
      if (folder != null) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
