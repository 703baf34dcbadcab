package dev.orrery.config.run;

import dev.orrery.config.Doc;
import dev.orrery.config.Money;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Rules of one instrument; what is null stays as the market source has it. */
@Doc("What is left out stays as the market source has it.")
public record InstrumentEntry(
    @Doc("Smallest step of a price.") @Positive @Nullable BigDecimal priceIncrement,
    @Doc("Most figures of a price that is not whole; 0 for no limit.") @Min(0)
        @Nullable Integer significantFigures,
    @Doc(value = "Orders are multiples of it.", unit = "base units") @Positive
        @Nullable BigDecimal quantityStep,
    @Doc("Smallest value of an order.") @Money @Positive @Nullable BigDecimal minNotional,
    @Doc("Highest leverage of the first margin tier.") @Min(1) @Max(50)
        @Nullable Integer maxLeverage) {}
