@NullMarked
package dev.orrery.backtest.drift;

import org.jspecify.annotations.NullMarked;
