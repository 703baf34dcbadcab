package dev.orrery.strategy.carry;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * What an operator may set. Rates are fractions of notional an hour: 0.0000125 is 11 % a year.
 *
 * @param symbol what to trade
 * @param every how often the rate is looked at
 * @param enterRate enter when the rate is as far from zero, on either side
 * @param exitRate leave when the rate in favour is below this; below {@code enterRate}
 * @param stopPercent distance of the stop from the entry
 * @param profitPercent distance of the take-profit from the entry
 * @param sizePercent share of equity a position is worth
 * @param longs whether to be long where shorts pay
 */
public record CarryParameters(
    @NotBlank String symbol,
    @NotNull Duration every,
    @NotNull @Positive @Max(1) BigDecimal enterRate,
    @NotNull @PositiveOrZero @Max(1) BigDecimal exitRate,
    @NotNull @Positive @Max(50) BigDecimal stopPercent,
    @NotNull @Positive @Max(50) BigDecimal profitPercent,
    @NotNull @Positive @Max(1000) BigDecimal sizePercent,
    boolean longs) {}
