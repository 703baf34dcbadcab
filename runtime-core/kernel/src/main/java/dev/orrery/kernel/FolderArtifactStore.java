package dev.orrery.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Artifacts as files {@code <digest><suffix>} of one folder, written whole or not at all. */
public final class FolderArtifactStore implements ArtifactStore {
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
      Files.createDirectories(folder);
      Path temporary = Files.createTempFile(folder, "incoming-", ".tmp");
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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

  private Path file(Sha256 digest) {
    return folder.resolve(digest.hex() + suffix);
  }
}
