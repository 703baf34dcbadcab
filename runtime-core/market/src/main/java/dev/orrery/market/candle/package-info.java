/**
 * Candles: growing columns, windows over them and the builder that makes them from trades or
 * smaller candles. Start at {@link dev.orrery.market.candle.CandleSeries}. Knows neither board nor
 * feed; everything that changes is confined to whoever owns it.
 */
@NullMarked
package dev.orrery.market.candle;

import org.jspecify.annotations.NullMarked;
