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
  /** Hyperliquid's base tier for perpetuals: 0.015 % and 0.045 %. */
  public static final Fees HYPERLIQUID_BASE =
      new Fees(new BigDecimal("0.00015"), new BigDecimal("0.00045"));

  /** Fee of one execution: rate times price times quantity, exact. */
  public Usd of(Price price, Quantity quantity, boolean isMaker) {
    return price.times(quantity.abs()).times(isMaker ? maker : taker);
  }
}
