package dev.orrery.broker.margin;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;

/** Hourly funding of a perpetual. */
public final class FundingPayment {
  private FundingPayment() {}

  /**
   * What the account receives for one hour, negative when it pays: {@code −position × oracle ×
   * rate}, exact. Longs pay when the rate is positive.
   */
  public static Usd received(Quantity position, Price oracle, BigDecimal hourlyRate) {
    return oracle.times(position).times(hourlyRate).negate();
  }
}
