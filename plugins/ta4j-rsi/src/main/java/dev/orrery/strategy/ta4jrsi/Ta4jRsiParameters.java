package dev.orrery.strategy.ta4jrsi;

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
 * @param period candles of the relative strength index
 * @param oversold buy at or below this index; below {@code middle}
 * @param middle leave a position once the index has come back to this
 * @param overbought sell at or above this index; above {@code middle}
 * @param stopPercent distance of the stop from the entry
 * @param sizePercent share of equity a position is worth
 * @param shorts whether to sell an overbought market
 */
public record Ta4jRsiParameters(
    @NotBlank String symbol,
    @NotNull Interval interval,
    @Min(2) @Max(500) int period,
    @Min(1) @Max(98) int oversold,
    @Min(2) @Max(98) int middle,
    @Min(2) @Max(99) int overbought,
    @NotNull @Positive @Max(50) BigDecimal stopPercent,
    @NotNull @Positive @Max(1000) BigDecimal sizePercent,
    boolean shorts) {
  /**
   * Periods of candles that are read: what a smoothed index remembers of those before is less than
   * a thousandth.
   */
  static final int PERIODS = 8;

  /** Candles that are read. */
  int candles() {
    return PERIODS * period + 1;
  }
}
