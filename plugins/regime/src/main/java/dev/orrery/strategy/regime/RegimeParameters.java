package dev.orrery.strategy.regime;

import dev.orrery.api.market.Interval;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;

/**
 * What an operator may set.
 *
 * @param symbol what to trade
 * @param interval length of the candles; that of the training
 * @param model name of a model in the jar
 * @param modelDigest what the SHA-256 of the model must begin with; empty for any
 * @param window candles that are filtered for a decision
 * @param traded regimes in which a position is held, the calmest first; flat in the others
 * @param confidence how probable a regime must be to be acted on
 * @param sizePercent share of equity a position is worth
 * @param shorts whether to go short in a regime that falls
 */
public record RegimeParameters(
    @NotBlank String symbol,
    @NotNull Interval interval,
    @NotNull @Pattern(regexp = "[a-z0-9-]{1,60}") String model,
    @NotNull @Pattern(regexp = "[0-9a-f]{0,64}") String modelDigest,
    @Min(20) @Max(4_999) int window,
    @Min(1) @Max(8) int traded,
    @NotNull @Positive @Max(1) BigDecimal confidence,
    @NotNull @Positive @Max(1000) BigDecimal sizePercent,
    boolean shorts) {}
