/**
 * Read-only views of the market: start at {@link dev.orrery.api.market.Market}. Candles are
 * statistics in doubles; prices that become money are exact.
 */
@NullMarked
package dev.orrery.api.market;

import org.jspecify.annotations.NullMarked;
