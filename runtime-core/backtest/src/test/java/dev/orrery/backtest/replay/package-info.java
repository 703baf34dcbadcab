@NullMarked
package dev.orrery.backtest.replay;

import org.jspecify.annotations.NullMarked;
