/**
 * Tells regimes of the market by a hidden Markov model and takes the side that theirs favours.
 * Start at {@link dev.orrery.strategy.regime.RegimeFactory}; {@link
 * dev.orrery.strategy.regime.Train} makes models, apart from any decision.
 */
@NullMarked
package dev.orrery.strategy.regime;

import org.jspecify.annotations.NullMarked;
