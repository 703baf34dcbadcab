package dev.orrery.benchmark.strategy;

/**
 * Parameters of the strategy with three reads.
 *
 * @param window one-minute candles it reads
 */
public record ThreeReadsParameters(int window) {}
