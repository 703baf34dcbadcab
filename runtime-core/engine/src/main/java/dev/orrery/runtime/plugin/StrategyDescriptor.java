package dev.orrery.runtime.plugin;

import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.kernel.Sha256;
import java.util.List;

/**
 * A strategy that a jar offers, as it declares itself. Holds nothing of the plugin's classes.
 *
 * @param name its identity, unique over all jars
 * @param vaultId the account when the operator binds none
 * @param triggers its triggers when the operator configures none; at least one
 * @param subscriptions candles it asks for with its default parameters
 * @param configurable whether it is made by a factory: takes parameters, runs under other names
 * @param parameters in the order of the record; empty when not configurable
 * @param providerClass class named in the service file
 * @param fileName the jar as the operator knows it
 * @param jarDigest its bytes
 * @param apiVersion plugin API it was built for
 */
public record StrategyDescriptor(
    String name,
    String vaultId,
    List<Trigger> triggers,
    List<Subscription> subscriptions,
    boolean configurable,
    List<StrategyParameter> parameters,
    String providerClass,
    String fileName,
    Sha256 jarDigest,
    ApiVersion apiVersion) {
  /** Copies. */
  public StrategyDescriptor {
    triggers = List.copyOf(triggers);
    subscriptions = List.copyOf(subscriptions);
    parameters = List.copyOf(parameters);
  }
}
