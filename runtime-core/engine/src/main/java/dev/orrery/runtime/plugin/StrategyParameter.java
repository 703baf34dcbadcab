package dev.orrery.runtime.plugin;

/**
 * One parameter of a strategy, to show.
 *
 * @param name component of the parameter record
 * @param type {@code int}, {@code Duration}, {@code List<Usd>}
 * @param defaultValue as canonical JSON
 */
public record StrategyParameter(String name, String type, String defaultValue) {}
