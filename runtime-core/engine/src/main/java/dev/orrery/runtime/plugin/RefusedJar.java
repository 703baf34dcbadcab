package dev.orrery.runtime.plugin;

import dev.orrery.kernel.Problem;
import java.nio.file.Path;
import java.util.Set;

/**
 * A file in the plugins folder that is not used, and why.
 *
 * @param file where it was found
 * @param problem names jar, cause and way out
 * @param strategies names of its strategies as far as they could be told without it
 */
public record RefusedJar(Path file, Problem problem, Set<String> strategies) {
  /** Copies. */
  public RefusedJar {
    strategies = Set.copyOf(strategies);
  }

  /** The name the operator knows it by. */
  public String fileName() {
    return String.valueOf(file.getFileName());
  }

  /**
   * Whether a strategy may be the one of this jar: by the names found in it, or, where none could
   * be found, because the file is called {@code <name>.jar}, {@code <name>-1.2.jar} or {@code
   * orrery-strategy-<name>-1.2.jar}.
   */
  boolean mayHold(String strategy) {
    if (!strategies.isEmpty()) {
      return strategies.contains(strategy);
    }
    String stem = fileName().replaceFirst("\\.[^.]*$", "").replaceFirst("[-_]v?\\d.*$", "");
    return stem.equals(strategy) || stem.endsWith("-" + strategy);
  }
}
