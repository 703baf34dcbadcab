package dev.orrery.strategy.volatilitybreakout;

import dev.orrery.api.market.Interval;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;

/**
 * What an operator may set. Distances are in average true ranges, ATR for short.
 *
 * @param symbol what to trade
 * @param interval length of the candles
 * @param lookback candles that make the range and its ATR
 * @param bufferAtr how far beyond the range a close must be
 * @param stopAtr distance of the stop from the entry
 * @param profitAtr distance of the take-profit from the entry
 * @param maxBars candles after which a position is closed; 0 for never
 * @param sizePercent share of equity a position is worth
 * @param shorts whether to trade breaks downwards
 */
public record VolatilityBreakoutParameters(
    @NotBlank String symbol,
    @NotNull Interval interval,
    @Min(2) @Max(4_000) int lookback,
    @NotNull @PositiveOrZero @Max(10) BigDecimal bufferAtr,
    @NotNull @Positive @Max(50) BigDecimal stopAtr,
    @NotNull @Positive @Max(50) BigDecimal profitAtr,
    @Min(0) int maxBars,
    @NotNull @Positive @Max(1000) BigDecimal sizePercent,
    boolean shorts) {}
