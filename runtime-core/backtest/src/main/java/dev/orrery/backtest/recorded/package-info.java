/**
 * What is recorded beside prices, read from files: events, and funding rates hour by hour. Start at
 * {@link dev.orrery.backtest.recorded.RecordedEvents} and {@link
 * dev.orrery.backtest.recorded.FundingSeries}. Knows files and their rows, and no runtime.
 */
@NullMarked
package dev.orrery.backtest.recorded;

import org.jspecify.annotations.NullMarked;
