/**
 * How a backtest's result is shown: for people as text with a chart, for programs as JSON and CSV.
 * Must not compute figures of its own.
 */
@NullMarked
package dev.orrery.cli.backtest;

import org.jspecify.annotations.NullMarked;
