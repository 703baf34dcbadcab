package dev.orrery.runtime.plugin;

import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.bytecode.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A plugin file as it was when it was read. What stands in its place later is of no concern.
 *
 * @param file where it was found
 * @param digest its bytes
 * @param kept the copy that is used
 * @param parts its class path, first one first
 * @param allowed refused calls that it may make
 */
record StrategyArchive(
    Path file, Sha256 digest, Path kept, List<ArchivePart> parts, Set<Refusal> allowed) {
  StrategyArchive {
    parts = List.copyOf(parts);
    allowed = Set.copyOf(allowed);
  }

  /** The name the operator knows it by. */
  String fileName() {
    return String.valueOf(file.getFileName());
  }
}
