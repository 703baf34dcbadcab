/**
 * Searches parameters: a grid or a random sample of it, in parallel over shared data, in one range
 * or walking forward, and says how far the best is to be believed. Start at {@link
 * dev.orrery.backtest.optimize.Optimizer}. Must not print.
 */
@NullMarked
package dev.orrery.backtest.optimize;

import org.jspecify.annotations.NullMarked;
