/**
 * Trades against a stretched market by the relative strength index of ta4j, which it brings along.
 * Start at {@link dev.orrery.strategy.ta4jrsi.Ta4jRsiFactory}.
 */
@NullMarked
package dev.orrery.strategy.ta4jrsi;

import org.jspecify.annotations.NullMarked;
