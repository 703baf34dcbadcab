package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import dev.orrery.config.Money;
import dev.orrery.config.Ratio;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;

/** How the paper broker simulates; the defaults are those of the venue. Ratios are parts of one. */
@Doc("How the paper broker simulates; the defaults are those of Hyperliquid's perpetuals.")
public record PaperConfig(
    @Doc("Balance of a vault that has no entry of its own.")
        @Money
        @Default("10000 USD")
        @Positive
        @DecimalMax(PaperConfig.MOST_CASH)
        BigDecimal startingCash,
    @Doc("Fee of a fill that takes liquidity, of its notional.")
        @Ratio
        @Default("0.00045")
        @DecimalMin("0")
        @DecimalMax("0.1")
        BigDecimal takerFee,
    @Doc("Fee of a fill that makes liquidity, of its notional; below 0 it is a rebate.")
        @Ratio
        @Default("0.00015")
        @DecimalMin("-0.01")
        @DecimalMax("0.1")
        BigDecimal makerFee,
    @Doc("By how much worse than the mark a market order is filled.")
        @Ratio
        @Default("1bp")
        @DecimalMin("0")
        @DecimalMax("0.01")
        BigDecimal slippage,
    @Doc(
            value = "Funding a position pays each hour, of its notional; longs pay when positive.",
            clock = Clock.TIMELINE)
        @Ratio
        @Default("0.0000125")
        @DecimalMin("-0.04")
        @DecimalMax("0.04")
        BigDecimal fundingHourly) {
  /** A trillion: past it an account is a slip of the pen. */
  static final String MOST_CASH = "1000000000000";
}
