/** Tests of {@link dev.orrery.backtest.report}. */
@NullMarked
package dev.orrery.backtest.report;

import org.jspecify.annotations.NullMarked;
