/**
 * The strategies that are measured with. They are packed into a jar and loaded like any other
 * plugin; nothing of the benchmarks may be used here.
 */
@NullMarked
package dev.orrery.benchmark.strategy;

import org.jspecify.annotations.NullMarked;
