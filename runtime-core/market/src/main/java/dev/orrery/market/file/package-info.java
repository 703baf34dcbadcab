/**
 * Recorded market data: candles and trades as CSV, read whole into columns. Start at {@link
 * dev.orrery.market.file.MarketFileReader}. Knows no board and no time but the data's own.
 */
@NullMarked
package dev.orrery.market.file;

import org.jspecify.annotations.NullMarked;
