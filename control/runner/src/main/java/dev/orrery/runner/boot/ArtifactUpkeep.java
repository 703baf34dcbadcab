package dev.orrery.runner.boot;

import dev.orrery.kernel.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes jars of a data directory that nothing needs any more. A file's time is when a process
 * last had it in use: that is renewed at each look. One that has been out of use for longer than
 * decisions are kept, and that no decision in the database names, goes. Both are asked, because a
 * directory may serve several databases, one after the other. Confined to one thread.
 */
public final class ArtifactUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(ArtifactUpkeep.class);
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.jar");

  /** Looks are a day apart, and clocks may be put right. */
  private static final Duration MARGIN = Duration.ofDays(2);

  private final FreshArtifacts artifacts;
  private final Duration kept;
  private final UnaryOperator<Set<String>> decided;

  /**
   * Of one directory.
   *
   * @param decisionsKept how long decisions are kept
   * @param decided which of these digests decisions name
   */
  public ArtifactUpkeep(
      FreshArtifacts artifacts, Duration decisionsKept, UnaryOperator<Set<String>> decided) {
    this.artifacts = artifacts;
    this.kept = decisionsKept.plus(MARGIN);
    this.decided = decided;
  }

  /**
   * Looks.
   *
   * @param now the wall's time
   * @return how many were deleted
   */
  public int look(Instant now) {
    if (!Files.isDirectory(artifacts.folder())) {
      return 0; // nothing was ever put there
    }
    try {
      Map<String, Path> old = unusedSince(now.minus(kept), now);
      if (!old.isEmpty()) {
        old.keySet().removeAll(decided.apply(Set.copyOf(old.keySet())));
      }
      for (Path file : old.values()) {
        Files.deleteIfExists(file);
      }
      if (!old.isEmpty()) {
        LOG.info("jars that no kept decision needs are deleted digests={}", old.keySet());
      }
      return old.size();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look after " + artifacts.folder(), e);
    }
  }

  private Map<String, Path> unusedSince(Instant oldest, Instant now) throws IOException {
    Map<String, Path> old = new LinkedHashMap<>();
    Set<Sha256> used = artifacts.used();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(artifacts.folder())) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
          continue;
        }
        String digest = name.group(1);
        if (used.contains(new Sha256(digest))) {
          Files.setLastModifiedTime(file, FileTime.from(now));
        } else if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
          old.put(digest, file);
        }
      }
    }
    return old;
  }
}
