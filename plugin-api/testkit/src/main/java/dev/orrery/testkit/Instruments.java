package dev.orrery.testkit;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;

/** Instruments as a perpetuals venue would list them. */
public final class Instruments {
  private Instruments() {}

  /**
   * The rules a symbol has unless a test gives others, those of BTC: prices in steps of 0.1 with
   * five significant figures, quantities in steps of 0.00001, orders of at least 10 USD, leverage
   * of up to 40.
   */
  public static Instrument perpetual(String symbol) {
    return new Instrument(
        symbol, new PriceRule(new BigDecimal("0.1"), 5), new BigDecimal("0.00001"), Usd.of(10), 40);
  }
}
