package dev.orrery.runtime.plugin;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.stream.Collectors;

/**
 * What is wrong with a plugin, before it is known about whom to say it. Keeps texts only: a
 * throwable of the plugin would keep its class loader.
 */
final class PluginFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final String fault;
  private final String wayOut;

  PluginFault(String fault, String wayOut) {
    super(fault, null, false, false);
    this.fault = fault;
    this.wayOut = wayOut;
  }

  /** The same in the words of a binding that found fault. */
  static PluginFault of(String prefix, ProblemException problems, String wayOut) {
    return new PluginFault(
        prefix
            + problems.problems().stream()
                .map(problem -> problem.subject() + ": " + problem.cause())
                .collect(Collectors.joining("; ")),
        wayOut);
  }

  /** As the refusal of a jar. */
  Problem refusal(String fileName) {
    return Problem.refused("plugin " + fileName, fault, wayOut);
  }

  /** As a mistake in what the operator asked of a strategy. */
  ProblemException misuse(String strategy) {
    return new ProblemException(Problem.configuration("strategy " + strategy, fault, wayOut));
  }
}
