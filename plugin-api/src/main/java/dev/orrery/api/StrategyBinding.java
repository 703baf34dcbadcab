package dev.orrery.api;

import java.util.List;

/**
 * Under what name, on which account and by which triggers a strategy runs, after the operator's
 * configuration has been applied.
 *
 * @param name unique within the runtime
 * @param vaultId the account
 * @param triggers at least one
 */
public record StrategyBinding(String name, String vaultId, List<Trigger> triggers) {
  /** Copies the triggers. */
  public StrategyBinding {
    triggers = List.copyOf(triggers);
  }
}
