package dev.orrery.control.machine.child;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The log of a program that holds it open. It is rotated by copying and cutting, so a line that is
 * written in the moment between may be lost; the record of what a runner did is its journal.
 */
final class LogFile {
  private static final int TAIL_BYTES = 256 * 1024;

  private LogFile() {}

  /** The last lines, oldest first. A log without any is empty. */
  static List<String> tail(Path log, int lines) throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      int read = Math.max(0, file.read(bytes));
      List<String> all = new String(bytes, 0, read, StandardCharsets.UTF_8).lines().toList();
      return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
    }
  }

  /** Moves what is there to {@code .1}, that to {@code .2} and so on, once it is too long. */
  static void rotate(Path log, long limit, int kept) throws IOException {
    if (!Files.exists(log) || Files.size(log) <= limit) {
      return;
    }
    for (int n = kept - 1; n >= 1; n--) {
      Path older = numbered(log, n);
      if (Files.exists(older)) {
        Files.move(older, numbered(log, n + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    try (FileChannel from =
            FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel to =
            FileChannel.open(
                numbered(log, 1),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      long copied = 0;
      while (copied < from.size()) {
        copied += from.transferTo(copied, from.size() - copied, to);
      }
      from.truncate(0);
    }
  }

  private static Path numbered(Path log, int n) {
    return log.resolveSibling(log.getFileName() + "." + n);
  }
}
