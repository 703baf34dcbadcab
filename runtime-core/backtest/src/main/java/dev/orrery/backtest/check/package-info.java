/**
 * Whether a strategy's decisions follow from what its context gives, and from nothing else: from
 * its code, which is read, and from what it decides when it is played again, shorter, from another
 * beginning, and with its code exchanged midway. Start at {@link
 * dev.orrery.backtest.check.JarCheck}. Must not judge whether a strategy is any good.
 */
@NullMarked
package dev.orrery.backtest.check;

import org.jspecify.annotations.NullMarked;
