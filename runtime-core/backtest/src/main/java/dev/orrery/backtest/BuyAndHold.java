package dev.orrery.backtest;

import dev.orrery.api.value.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What the market itself did: all of the cash in it from the first price of the range to the last,
 * without costs.
 *
 * @param first first mark price
 * @param last last mark price
 * @param gain last over first less one, to 12 decimals
 * @param maxDrawdown deepest fall from a peak of the price, a fraction of that peak
 */
public record BuyAndHold(Price first, Price last, BigDecimal gain, BigDecimal maxDrawdown) {
  static BuyAndHold of(Price first, Price last, BigDecimal maxDrawdown) {
    return new BuyAndHold(first, last, ratio(last.minus(first).value(), first), maxDrawdown);
  }

  private static BigDecimal ratio(BigDecimal change, Price first) {
    return change
        .divide(first.value(), Drawdown.DECIMALS, RoundingMode.HALF_EVEN)
        .stripTrailingZeros();
  }
}
