/**
 * A strategy over recorded data: the same jar, engine, gate and broker as on paper and live, on a
 * simulated timeline, and what it earned in exact figures. Start at {@link
 * dev.orrery.backtest.Backtest}. Must not print, and must not decide anything of its own.
 */
@NullMarked
package dev.orrery.backtest;

import org.jspecify.annotations.NullMarked;
