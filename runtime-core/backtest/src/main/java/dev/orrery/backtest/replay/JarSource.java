package dev.orrery.backtest.replay;

import java.nio.file.Path;
import java.util.Optional;

/** Where the jars are that decisions were made by. */
@FunctionalInterface
public interface JarSource {
  /**
   * The file with these bytes; empty when it is gone.
   *
   * @param digest SHA-256, 64 hex digits
   */
  Optional<Path> find(String digest);
}
