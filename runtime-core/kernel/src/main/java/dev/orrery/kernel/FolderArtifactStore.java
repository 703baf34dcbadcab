package dev.orrery.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Artifacts as files {@code <digest><suffix>} of one folder, written whole or not at all. */
public final class FolderArtifactStore implements ArtifactStore {
  private static final String INCOMING = "incoming-";

  /** A file written for longer than this has no writer any more. */
  private static final long ABANDONED_MILLIS = 3_600_000;

  private final Path folder;
  private final String suffix;

  /**
   * Uses a folder, which is made when missing.
   *
   * @param suffix end of every file name, {@code .jar}
   */
  public FolderArtifactStore(Path folder, String suffix) {
    this.folder = folder;
    this.suffix = suffix;
  }

  @Override
  public Sha256 put(byte[] bytes) {
    Sha256 digest = Sha256.of(bytes);
    Path target = file(digest);
    try {
      if (find(digest).isPresent()) {
        return digest;
      }
      write(bytes, target);
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep artifact " + digest + " in " + folder, e);
    }
  }

  @Override
  public Optional<Path> find(Sha256 digest) {
    Path file = file(digest);
    try {
      if (Files.isRegularFile(file) && Sha256.of(Files.readAllBytes(file)).equals(digest)) {
        return Optional.of(file);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read artifact " + file, e);
    }
  }

  /** Under another name first, forced to disk, then renamed: whole or not at all. */
  private void write(byte[] bytes, Path target) throws IOException {
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, INCOMING, ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      sweepOlderThan(Files.getLastModifiedTime(temporary).toMillis() - ABANDONED_MILLIS);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Deletes what writers that ended in the middle have left. */
  private void sweepOlderThan(long modifiedMillis) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, INCOMING + "*.tmp")) {
      for (Path file : left) {
        if (isOlderThan(modifiedMillis, file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlderThan(long modifiedMillis, Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toMillis() < modifiedMillis;
    } catch (NoSuchFileException e) {
      return false; // Its writer has just renamed it.
    }
  }

  private Path file(Sha256 digest) {
    return folder.resolve(digest.hex() + suffix);
  }
}
