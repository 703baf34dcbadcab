/**
 * The market as the runtime sees it: feeds hand events to the one {@link
 * dev.orrery.market.MarketBoard}, which keeps the current state, builds candles without look-ahead,
 * and tells simulated brokers and then triggers. Must not know strategies, orders or accounts.
 */
@NullMarked
package dev.orrery.market;

import org.jspecify.annotations.NullMarked;
