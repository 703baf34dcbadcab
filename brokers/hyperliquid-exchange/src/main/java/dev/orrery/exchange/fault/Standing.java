package dev.orrery.exchange.fault;

/**
 * A fault and how it stands.
 *
 * @param id its name, to take it back by
 * @param fault what was asked for
 * @param seen occasions so far
 * @param come how often it came
 */
public record Standing(String id, Fault fault, long seen, long come) {}
