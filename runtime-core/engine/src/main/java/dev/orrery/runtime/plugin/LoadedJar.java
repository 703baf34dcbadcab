package dev.orrery.runtime.plugin;

import dev.orrery.kernel.Sha256;
import java.nio.file.Path;
import java.util.List;

/**
 * A jar whose strategies can be used.
 *
 * @param file where it was found
 * @param digest its bytes, kept under this digest
 * @param apiVersion plugin API it was built for
 * @param strategies at least one, in the order of its service files
 */
public record LoadedJar(
    Path file, Sha256 digest, ApiVersion apiVersion, List<StrategyDescriptor> strategies) {
  /** Copies. */
  public LoadedJar {
    strategies = List.copyOf(strategies);
  }

  /** The name the operator knows it by. */
  public String fileName() {
    return String.valueOf(file.getFileName());
  }
}
