/**
 * What a run decided, against a backtest over the same market: every decision that differs, and the
 * one cause of it. Start at {@link dev.orrery.backtest.drift.Drift}.
 */
@NullMarked
package dev.orrery.backtest.drift;

import org.jspecify.annotations.NullMarked;
