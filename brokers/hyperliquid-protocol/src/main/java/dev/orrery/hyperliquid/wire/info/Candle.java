package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/**
 * A candle.
 *
 * @param openTime epoch milliseconds
 * @param closeTime its last millisecond
 * @param coin the market
 * @param interval as {@code 15m}
 * @param open first price
 * @param close last price; of the candle that still forms, so far
 * @param high highest price
 * @param low lowest price
 * @param volume in base units
 * @param trades how many
 */
public record Candle(
    @JsonProperty("t") long openTime,
    @JsonProperty("T") long closeTime,
    @JsonProperty("s") String coin,
    @JsonProperty("i") String interval,
    @JsonProperty("o") BigDecimal open,
    @JsonProperty("c") BigDecimal close,
    @JsonProperty("h") BigDecimal high,
    @JsonProperty("l") BigDecimal low,
    @JsonProperty("v") BigDecimal volume,
    @JsonProperty("n") long trades) {}
