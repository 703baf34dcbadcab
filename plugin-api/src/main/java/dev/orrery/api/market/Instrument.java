package dev.orrery.api.market;

import dev.orrery.api.value.Usd;
import java.math.BigDecimal;

/**
 * What can be traded and by which rules. The runtime rounds planned orders to them and never in a
 * direction that worsens a limit or enlarges an order.
 *
 * @param symbol name, {@code BTC}
 * @param priceRule which prices are taken
 * @param quantityStep orders are multiples of this many base units
 * @param minNotional smallest order value
 * @param maxLeverage highest leverage of the first margin tier
 */
public record Instrument(
    String symbol, PriceRule priceRule, BigDecimal quantityStep, Usd minNotional, int maxLeverage) {
  /** Checks. */
  public Instrument {
    if (symbol.isBlank() || quantityStep.signum() <= 0 || maxLeverage < 1) {
      throw new IllegalArgumentException(
          "instrument needs a symbol, a positive quantity step and leverage of at least 1: '"
              + symbol
              + "', "
              + quantityStep
              + ", "
              + maxLeverage);
    }
  }
}
