/**
 * What a market is besides its book: prices, candles, volume of a day and the premium behind
 * funding. Start at {@link dev.orrery.exchange.venue.market.Market}.
 */
@NullMarked
package dev.orrery.exchange.venue.market;

import org.jspecify.annotations.NullMarked;
