/** Tests of what is recorded beside prices. */
@NullMarked
package dev.orrery.backtest.recorded;

import org.jspecify.annotations.NullMarked;
