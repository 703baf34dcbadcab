package dev.orrery.testkit.docs;

import dev.orrery.api.market.Interval;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;

// region parameters
/**
 * What an operator may set.
 *
 * @param symbol what to buy
 * @param interval length of the candles
 * @param dipPercent how far a candle must fall
 * @param sizePercent share of equity to buy for
 */
public record DipParameters(
    @NotBlank String symbol,
    @NotNull Interval interval,
    @NotNull @Positive @Max(50) BigDecimal dipPercent,
    @NotNull @Positive @Max(100) BigDecimal sizePercent) {}
// endregion
