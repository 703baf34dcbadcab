package dev.orrery.api.market;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

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

  /**
   * A near price that the venue takes and that is no worse for the side: down for a buy, up for a
   * sell; as orders and triggers are rounded when they are planned. Empty when nothing is left of
   * it.
   */
  public Optional<Price> roundPrice(Price wanted, Side side) {
    return priceRule.round(wanted, side);
  }

  /** Towards zero to a multiple of the quantity step; keeps the sign. */
  public Quantity roundQuantity(Quantity wanted) {
    return new Quantity(
        wanted.value().divide(quantityStep, 0, RoundingMode.DOWN).multiply(quantityStep));
  }
}
