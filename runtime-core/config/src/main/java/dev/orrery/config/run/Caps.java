package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.util.Set;

/**
 * Caps of one strategy. No cap is unlimited by omission: an absent value is a configuration error;
 * {@code maxMonthlyCostUsd} alone has a default. Percentages are of equity: 2 means 2 %.
 */
@Doc(
    "Limits of one strategy. Percentages are of equity: 2 means 2 %. None is unlimited by"
        + " omission.")
public record Caps(
    @Doc(
            value = "Highest notional of the position in one symbol.",
            unit = "% of equity",
            example = "20",
            noDefault = Caps.NO_DEFAULT)
        @Positive
        BigDecimal maxPositionPct,
    @Doc(
            value = "Highest gross notional of all positions.",
            unit = "% of equity",
            example = "50",
            noDefault = Caps.NO_DEFAULT)
        @Positive
        BigDecimal maxTotalExposurePct,
    @Doc(
            value = "Most orders since UTC midnight.",
            clock = Clock.TIMELINE,
            example = "100",
            noDefault = Caps.NO_DEFAULT)
        @Min(0)
        int maxOrdersPerDay,
    @Doc(
            value = "Most orders in the last 60 s.",
            clock = Clock.TIMELINE,
            example = "10",
            noDefault = Caps.NO_DEFAULT)
        @Min(0)
        int maxOrdersPerMinute,
    @Doc(
            value =
                "Highest gross notional divided by equity, and highest leverage setting: a start"
                    + " brings the account's down to it, in whole numbers. The venue gives 50 at"
                    + " most.",
            unit = "times",
            example = "2",
            noDefault = Caps.NO_DEFAULT)
        @DecimalMin("1")
        @DecimalMax(Caps.MOST_LEVERAGE)
        BigDecimal maxLeverage,
    @Doc(
            value = "Smallest value of an order that opens.",
            unit = "USD",
            example = "10",
            noDefault = Caps.NO_DEFAULT)
        @DecimalMin("0")
        BigDecimal minOrderUsd,
    @Doc(value = "What may be opened.", example = "[BTC]", noDefault = Caps.NO_DEFAULT) @NotEmpty
        Set<@NotBlank String> allowedSymbols,
    @Doc(
            value = "Loss since UTC midnight, unrealised included, at which the strategy halts.",
            unit = "% of equity",
            clock = Clock.TIMELINE,
            example = "5",
            noDefault = Caps.NO_DEFAULT)
        @Positive
        @DecimalMax("100")
        BigDecimal dailyLossHaltPct,
    @Doc(
            value = "Language-model cost of a UTC month at which the strategy pauses.",
            unit = "USD",
            clock = Clock.DATABASE)
        @Default("200")
        @DecimalMin("0")
        BigDecimal maxMonthlyCostUsd) {
  /** What the venue gives at most, of any symbol. */
  static final String MOST_LEVERAGE = "50";

  static final String NO_DEFAULT = "caps have no default";
}
