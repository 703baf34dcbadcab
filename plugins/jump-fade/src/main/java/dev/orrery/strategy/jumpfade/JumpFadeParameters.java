package dev.orrery.strategy.jumpfade;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * What an operator may set.
 *
 * @param symbol what to trade; events of other symbols are passed over
 * @param topic topic of the events
 * @param minMovePercent smallest move that is traded
 * @param sizePercent share of equity a position is worth
 * @param stopPercent distance of the stop from the entry
 * @param profitPercent distance of the take-profit from the entry
 * @param maxHold how long a position is kept; whole seconds
 * @param cooldown least time between two entries
 * @param check how often the age of a position is looked at; whole seconds
 */
public record JumpFadeParameters(
    @NotBlank String symbol,
    @NotNull @Pattern(regexp = "[A-Za-z0-9_.:-]{1,63}") String topic,
    @NotNull @Positive @Max(50) BigDecimal minMovePercent,
    @NotNull @Positive @Max(1000) BigDecimal sizePercent,
    @NotNull @Positive @Max(50) BigDecimal stopPercent,
    @NotNull @Positive @Max(50) BigDecimal profitPercent,
    @NotNull Duration maxHold,
    @NotNull Duration cooldown,
    @NotNull Duration check) {}
