/**
 * Trades the break of a range, with a stop and a take-profit from the first moment. Start at {@link
 * dev.orrery.strategy.volatilitybreakout.VolatilityBreakoutFactory}.
 */
@NullMarked
package dev.orrery.strategy.volatilitybreakout;

import org.jspecify.annotations.NullMarked;
