package dev.orrery.runtime.recording;

/**
 * What exactly decided: kept with each decision, so that it can be run again.
 *
 * @param jarDigest SHA-256 of the jar, 64 hex digits
 * @param strategy name within the jar
 * @param parameterDigest SHA-256 of the canonical parameters
 * @param parameters the canonical parameters themselves, JSON
 * @param apiVersion plugin API it was built for
 */
public record StrategyIdentity(
    String jarDigest,
    String strategy,
    String parameterDigest,
    String parameters,
    String apiVersion) {}
