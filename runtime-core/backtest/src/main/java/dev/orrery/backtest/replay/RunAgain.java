package dev.orrery.backtest.replay;

import dev.orrery.runtime.StrategyOptions;
import dev.orrery.runtime.plugin.KeptParameters;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.recording.DecisionRecord;

/** The strategy of a decision, to be run in a runtime once more. Confined to one thread. */
public final class RunAgain implements AutoCloseable {
  private final JarLoad load;
  private final StrategyOptions options;

  private RunAgain(JarLoad load, StrategyOptions options) {
    this.load = load;
    this.options = options;
  }

  /**
   * By the very jar, with the parameters, name, account and deployment of then.
   *
   * @throws dev.orrery.kernel.ProblemException when the jar is gone
   */
  public static RunAgain of(DecisionRecord decision, JarSource jars) {
    JarLoad load = Editions.kept(jars, decision.identity().jarDigest());
    StrategyDescriptor offered = Editions.offered(load.jar(), decision);
    StrategyOptions options =
        StrategyOptions.named(decision.strategy())
            .of(offered.name())
            .deployment(decision.deployment())
            .vault(decision.vault());
    if (offered.configurable() && !decision.identity().parameters().isEmpty()) {
      KeptParameters.values(decision.identity().parameters(), offered.parameters())
          .forEach(options::parameter);
    }
    return new RunAgain(load, options);
  }

  /** The library with its jar. */
  public PluginLibrary library() {
    return load.library();
  }

  /** How it is to run; triggers and caps are missing. */
  public StrategyOptions options() {
    return options;
  }

  @Override
  public void close() {
    load.close();
  }
}
