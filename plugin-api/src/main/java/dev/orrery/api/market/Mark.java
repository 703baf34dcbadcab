package dev.orrery.api.market;

import dev.orrery.api.value.Price;
import java.time.Instant;

/**
 * The price that valuation, triggers and liquidation use, and when it was last confirmed by the
 * market's feed.
 *
 * @param symbol instrument
 * @param price mark price where the venue gives one, else the mid or last trade
 * @param at timeline instant of the last update
 */
public record Mark(String symbol, Price price, Instant at) {}
