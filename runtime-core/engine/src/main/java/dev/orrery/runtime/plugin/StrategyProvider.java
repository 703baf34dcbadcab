package dev.orrery.runtime.plugin;

import dev.orrery.kernel.ProblemException;

/** A class of a jar that gives strategies. Thread-safe. */
sealed interface StrategyProvider permits PluginProvider, FactoryProvider {
  /** What it offers. */
  StrategyDescriptor descriptor();

  /**
   * A strategy to run.
   *
   * @throws ProblemException when what is asked for does not fit
   * @throws PluginFault when the plugin fails
   */
  LoadedStrategy create(StrategyRequest request) throws PluginFault;
}
