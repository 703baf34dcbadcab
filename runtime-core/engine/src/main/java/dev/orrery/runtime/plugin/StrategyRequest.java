package dev.orrery.runtime.plugin;

import dev.orrery.api.Trigger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator wants of a strategy. Everything absent is as the strategy declares it.
 *
 * @param strategy the declared name
 * @param name name to run under; only what a factory makes can run under another than its own
 * @param vaultId the account
 * @param triggers what wakes it
 * @param parameters values by component name: plain values, or configuration nodes that know their
 *     line
 */
public record StrategyRequest(
    String strategy,
    Optional<String> name,
    Optional<String> vaultId,
    Optional<List<Trigger>> triggers,
    Map<String, Object> parameters) {
  /** Copies. */
  public StrategyRequest {
    triggers = triggers.map(List::copyOf);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** The strategy as it declares itself. */
  public static StrategyRequest asDeclared(String strategy) {
    return new StrategyRequest(
        strategy, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  /** Under this name. */
  public StrategyRequest named(String other) {
    return new StrategyRequest(strategy, Optional.of(other), vaultId, triggers, parameters);
  }

  /** On this account. */
  public StrategyRequest on(String vault) {
    return new StrategyRequest(strategy, name, Optional.of(vault), triggers, parameters);
  }

  /** Woken by these. */
  public StrategyRequest wokenBy(List<Trigger> others) {
    return new StrategyRequest(strategy, name, vaultId, Optional.of(others), parameters);
  }

  /** With one more parameter. */
  public StrategyRequest parameter(String component, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(parameters);
    more.put(component, value);
    return new StrategyRequest(strategy, name, vaultId, triggers, more);
  }

  /** The name it runs under. */
  public String boundName() {
    return name.orElse(strategy);
  }
}
