package dev.orrery.backtest.replay;

import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.recording.DecisionRecord;

/**
 * The class of a jar that a decision's strategy comes from.
 *
 * @param className as the service file names it
 * @param factory whether it makes strategies, instead of being one
 */
public record DecisionAuthor(String className, boolean factory) {
  /**
   * Looks into the jar that decided.
   *
   * @throws dev.orrery.kernel.ProblemException when it is gone
   */
  public static DecisionAuthor of(DecisionRecord decision, JarSource jars) {
    try (Editions editions = new Editions(jars, null)) {
      StrategyDescriptor offered = editions.of(decision).descriptor();
      return new DecisionAuthor(offered.providerClass(), offered.configurable());
    }
  }
}
