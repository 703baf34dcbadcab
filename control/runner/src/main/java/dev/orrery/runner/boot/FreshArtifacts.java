package dev.orrery.runner.boot;

import dev.orrery.kernel.ArtifactStore;
import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars of a data directory while it is not sure yet that its daemon comes up: closing takes
 * back what was put there since, unless it is to be kept. For one process that owns the directory;
 * knows what that process has used.
 */
public final class FreshArtifacts implements ArtifactStore, AutoCloseable {
  private final Path folder;
  private final FolderArtifactStore store;
  private final boolean made;
  private final Set<Path> before;
  private final Set<Sha256> used = ConcurrentHashMap.newKeySet();
  private volatile boolean kept;

  private FreshArtifacts(Path folder, boolean made, Set<Path> before) {
    this.folder = folder;
    this.store = new FolderArtifactStore(folder, ".jar");
    this.made = made;
    this.before = before;
  }

  /** In this folder, as it stands. */
  public static FreshArtifacts in(Path folder) throws IOException {
    return Files.isDirectory(folder)
        ? new FreshArtifacts(folder, false, files(folder))
        : new FreshArtifacts(folder, true, Set.of());
  }

  @Override
  public Sha256 put(byte[] bytes) {
    Sha256 digest = store.put(bytes);
    used.add(digest);
    return digest;
  }

  @Override
  public Optional<Path> find(Sha256 digest) {
    Optional<Path> found = store.find(digest);
    if (found.isPresent()) {
      used.add(digest);
    }
    return found;
  }

  /** The folder. */
  Path folder() {
    return folder;
  }

  /** What was put or found since the process began. */
  Set<Sha256> used() {
    return Set.copyOf(used);
  }

  /** From now on rows may refer to what is here. */
  public void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    if (kept || !Files.isDirectory(folder)) {
      return;
    }
    for (Path file : files(folder)) {
      if (!before.contains(file)) {
        Files.deleteIfExists(file);
      }
    }
    if (made) {
      Files.deleteIfExists(folder);
    }
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.collect(Collectors.toSet());
    }
  }
}
