package dev.orrery.kernel;

import java.nio.file.Path;
import java.util.Optional;

/** Bytes by digest: what was put in once is there unchanged. Thread-safe. */
public interface ArtifactStore {
  /** Keeps bytes; putting the same again is harmless. */
  Sha256 put(byte[] bytes);

  /** A file with these bytes, checked against the digest; to be read only. */
  Optional<Path> find(Sha256 digest);
}
