package dev.orrery.runtime.plugin;

import dev.orrery.kernel.ProblemException;
import java.util.Map;

/** Puts an operator's values over a strategy's default parameters. Thread-safe. */
@FunctionalInterface
public interface ParameterBinding {
  /**
   * The defaults with the named components replaced, all constraints checked.
   *
   * @throws ProblemException with every problem: unknown name, wrong type, broken constraint
   */
  <P extends Record> P bind(Class<P> type, P defaults, Map<String, ?> values);
}
