package dev.orrery.runtime.plugin;

import dev.orrery.kernel.Sha256;

/**
 * What everything that comes out of one jar shares.
 *
 * @param fileName the jar as the operator knows it
 * @param digest its bytes
 * @param apiVersion plugin API it was built for
 * @param loader its classes
 * @param calls the way into its code
 * @param triggers judges triggers
 * @param parameters binds parameters
 */
record JarScope(
    String fileName,
    Sha256 digest,
    ApiVersion apiVersion,
    StrategyClassLoader loader,
    PluginCalls calls,
    TriggerCheck triggers,
    ParameterBinding parameters) {}
