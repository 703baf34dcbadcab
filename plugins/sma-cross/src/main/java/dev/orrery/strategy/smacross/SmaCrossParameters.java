package dev.orrery.strategy.smacross;

import dev.orrery.api.market.Interval;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;

/**
 * What an operator may set.
 *
 * @param symbol what to trade
 * @param interval length of the candles
 * @param fast candles in the fast average; fewer than {@code slow}
 * @param slow candles in the slow average
 * @param sizePercent share of equity a position is worth
 * @param shorts whether to go short below the slow average, or only flat
 */
public record SmaCrossParameters(
    @NotBlank String symbol,
    @NotNull Interval interval,
    @Min(1) @Max(4_999) int fast,
    @Min(2) @Max(5_000) int slow,
    @NotNull @Positive @Max(1000) BigDecimal sizePercent,
    boolean shorts) {}
