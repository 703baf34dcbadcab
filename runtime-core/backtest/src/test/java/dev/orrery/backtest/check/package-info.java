/** Tests of what a check finds, with jars that were made to be found out. */
@NullMarked
package dev.orrery.backtest.check;

import org.jspecify.annotations.NullMarked;
