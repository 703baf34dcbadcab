package dev.orrery.strategy.grid;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * What an operator may set.
 *
 * @param symbol what to trade
 * @param every how often the ladder is looked after; whole seconds
 * @param lines lines on each side of the centre
 * @param spacingPercent distance between lines, in percent of the centre
 * @param linePercent share of equity one line's order is worth
 * @param maxPositionPercent share of equity the position may be worth, orders included
 */
public record GridParameters(
    @NotBlank String symbol,
    @NotNull Duration every,
    @Min(1) @Max(15) int lines,
    @NotNull @Positive @Max(5) BigDecimal spacingPercent,
    @NotNull @Positive @Max(100) BigDecimal linePercent,
    @NotNull @Positive @Max(1000) BigDecimal maxPositionPercent) {}
