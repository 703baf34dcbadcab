package dev.orrery.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that goes with the runtime that made it. Its name says whose it is, by pid and the start
 * of the process: a runtime that was never closed leaves one behind, and the next one sweeps it.
 */
final class TemporaryFolder {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
  private static final String PREFIX = "orrery-plugins-";
  private static final Pattern OWNED = Pattern.compile(PREFIX + "(\\d{1,18})-(\\d{1,18})-.*");

  private TemporaryFolder() {}

  /** A new one, after those of processes that are no more were swept. */
  static Path make() {
    try {
      Path folder =
          Files.createTempDirectory(
              PREFIX + ProcessHandle.current().pid() + "-" + start(ProcessHandle.current()) + "-");
      sweep(folder.toAbsolutePath().getParent());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for plugins", e);
    }
  }

  static void delete(@Nullable Path folder) {
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("A temporary folder is left behind folder={}", folder, e);
    }
  }

  /** Deletes those whose owner has ended. */
  static void sweep(@Nullable Path parent) {
    if (parent == null) {
      return;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : found) {
        Matcher owner = OWNED.matcher(String.valueOf(folder.getFileName()));
        if (owner.matches()
            && !isAlive(Long.parseLong(owner.group(1)), Long.parseLong(owner.group(2)))) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      LOG.warn("Old temporary folders could not be looked for folder={}", parent, e);
    }
  }

  private static boolean isAlive(long pid, long start) {
    return ProcessHandle.of(pid).filter(owner -> start(owner) == start).isPresent();
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
