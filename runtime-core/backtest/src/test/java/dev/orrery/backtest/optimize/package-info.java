/** Tests of searches over parameters. */
@NullMarked
package dev.orrery.backtest.optimize;

import org.jspecify.annotations.NullMarked;
