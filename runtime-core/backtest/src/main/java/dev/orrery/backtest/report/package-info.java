/**
 * What a run earned, as something to look at and to compute with: one page that needs nothing else,
 * and the same numbers as JSON and CSV. Start at {@link dev.orrery.backtest.report.RunRecorder},
 * which collects, and {@link dev.orrery.backtest.report.ReportFiles}, which writes. Numbers in,
 * files out: must not know where they came from, must not print, and must not read a clock.
 */
@NullMarked
package dev.orrery.backtest.report;

import org.jspecify.annotations.NullMarked;
