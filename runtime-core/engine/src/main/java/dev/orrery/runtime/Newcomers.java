package dev.orrery.runtime;

import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import java.util.List;

/**
 * Decides how strategies run whose jar comes while the runtime runs. Implemented by a host that
 * keeps rows of what it runs; without one they run as the builder says: by their entry if there is
 * one, else by their defaults.
 *
 * <p>Called by whoever brings the jar, once everything that the jar itself can be wrong in was
 * checked, and before any of these strategies is opened. May do I/O.
 */
@FunctionalInterface
public interface Newcomers {
  /**
   * How they are to run.
   *
   * @param jar what brings them
   * @param offered those of its strategies that do not run here and never did
   * @return any number for each of them; one that is left out does not run
   * @throws dev.orrery.kernel.ProblemException when they cannot run here: the jar is refused
   */
  List<StrategyOptions> of(LoadedJar jar, List<StrategyDescriptor> offered);
}
