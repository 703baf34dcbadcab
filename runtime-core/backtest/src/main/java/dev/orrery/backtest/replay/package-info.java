/**
 * Decisions run again: from what the journal recorded, by the jar that made them or another, and
 * compared. Start at {@link dev.orrery.backtest.replay.DecisionReplay}. Knows no database: records
 * and parameters are handed in.
 */
@NullMarked
package dev.orrery.backtest.replay;

import org.jspecify.annotations.NullMarked;
