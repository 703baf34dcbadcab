/** Tests of backtests. */
@NullMarked
package dev.orrery.backtest;

import org.jspecify.annotations.NullMarked;
