package dev.orrery.runtime.plugin;

/**
 * One parameter of a strategy, to show.
 *
 * @param name component of the parameter record
 * @param type {@code int}, {@code Duration}, {@code List<Usd>}
 * @param defaultValue as canonical JSON
 * @param written the default as a configuration writes it: {@code 20m}
 * @param rule what a value must be: its constraints, or the values there are; empty for any
 */
public record StrategyParameter(
    String name, String type, String defaultValue, String written, String rule) {}
