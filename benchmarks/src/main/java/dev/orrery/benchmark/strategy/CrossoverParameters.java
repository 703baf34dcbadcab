package dev.orrery.benchmark.strategy;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Parameters of the crossover.
 *
 * @param fast one-minute candles of the fast average
 * @param slow one-minute candles of the slow average; more than {@code fast}
 */
public record CrossoverParameters(@Min(1) @Max(4_999) int fast, @Min(2) @Max(5_000) int slow) {}
