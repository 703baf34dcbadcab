package dev.orrery.api;

/**
 * A metered language model. Implemented by the runtime when one is configured for the deployment;
 * its tokens are priced and counted against {@code maxMonthlyCostUsd}.
 */
@Experimental
public interface Model {
  /** Whether a model is configured. */
  boolean available();

  /**
   * Asks and waits. Time spent here counts against the deadline of {@code decide}.
   *
   * @throws IllegalStateException when no model is configured, or the provider failed
   */
  ModelReply complete(String prompt);
}
