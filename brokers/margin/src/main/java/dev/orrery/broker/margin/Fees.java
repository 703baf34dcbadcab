package dev.orrery.broker.margin;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;

/**
 * Fee rates as fractions of notional; a negative maker rate is a rebate.
 *
 * @param maker of an order that rested
 * @param taker of an order that took
 */
public record Fees(BigDecimal maker, BigDecimal taker) {
  private static final BigDecimal HIGHEST = new BigDecimal("0.1");

  /** Hyperliquid's base tier for perpetuals: 0.015 % and 0.045 %. */
  public static final Fees HYPERLIQUID_BASE =
      new Fees(new BigDecimal("0.00015"), new BigDecimal("0.00045"));

  /** Checks: no rate is beyond a tenth of the notional, so a percentage is not taken for one. */
  public Fees {
    if (maker.abs().compareTo(HIGHEST) > 0 || taker.abs().compareTo(HIGHEST) > 0) {
      throw new IllegalArgumentException(
          "fee rates are fractions of the notional, -0.1 to 0.1 (0.00045 is 0.045 %): maker "
              + maker.toPlainString()
              + ", taker "
              + taker.toPlainString());
    }
  }

  /** Fee of one execution: rate times price times quantity, exact. */
  public Usd of(Price price, Quantity quantity, boolean isMaker) {
    return price.times(quantity.abs()).times(isMaker ? maker : taker);
  }
}
