package dev.orrery.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder that goes with the runtime that made it. */
final class TemporaryFolder {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

  private TemporaryFolder() {}

  static void delete(@Nullable Path folder) {
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      LOG.warn("A temporary folder is left behind folder={}", folder, e);
    }
  }
}
