package dev.orrery.config;

import dev.orrery.config.ConfigNode.Mapping;
import dev.orrery.kernel.ProblemException;

/**
 * Puts an operator's values over the defaults of a parameter record. Each problem is named {@code
 * parameter fast}, after file and line where there are any. Keeps nothing of the classes it has
 * bound. Immutable, thread-safe.
 */
public final class ParameterBinder {
  private final Scalars scalars;

  /** A binder that knows these types of single values. */
  public ParameterBinder(Scalars scalars) {
    this.scalars = scalars;
  }

  /**
   * The defaults with the components named by {@code overrides} replaced, all constraints checked.
   *
   * @param overrides from a file, or from {@link ConfigNode#of}
   * @throws ProblemException with every problem
   */
  public <P extends Record> P bind(Class<P> type, P defaults, Mapping overrides) {
    Findings findings = new Findings();
    // A parameter is no place for a secret: it is journaled with every decision.
    ScalarReader reader = new ScalarReader(scalars, name -> null, findings);
    Object bound;
    try (Constraints constraints = new Constraints()) {
      Site site = new Site("parameter ", overrides.origin());
      bound = new Binding(reader, findings, constraints).record(type, overrides, defaults, site);
    }
    if (!findings.problems().isEmpty()) {
      throw new ProblemException(findings.problems(), null);
    }
    return type.cast(bound);
  }
}
