package dev.orrery.executor.account;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.Fill;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What is held of one instrument, with what it cost. Keeping the cost, not the average, makes the
 * account exact: whatever share of the cost a partial close takes, rounded to {@value #DECIMALS}
 * decimals half-even, the rest keeps the remainder, and realised plus unrealised profit is always
 * the plain sum of what was paid and received.
 *
 * @param quantity signed base units, long is positive
 * @param cost signed: quantity times average entry
 */
public record Holding(Quantity quantity, Usd cost) {
  /** Nothing. */
  public static final Holding NONE = new Holding(Quantity.ZERO, Usd.ZERO);

  /** Decimals of the average entry and of the cost of a partial close. */
  public static final int DECIMALS = 12;

  /** After a fill. */
  public Change after(Fill fill) {
    return after(fill.signedQuantity(), fill.price());
  }

  /**
   * After buying (positive) or selling at a price.
   *
   * @param traded signed base units, not zero
   */
  public Change after(Quantity traded, Price price) {
    Usd paid = price.times(traded);
    if (quantity.signum() * traded.signum() >= 0) {
      return new Change(new Holding(quantity.plus(traded), cost.plus(paid)), Usd.ZERO);
    }
    int larger = traded.abs().compareTo(quantity.abs());
    if (larger < 0) {
      BigDecimal share =
          cost.value()
              .multiply(traded.value().abs())
              .divide(quantity.value().abs(), DECIMALS, RoundingMode.HALF_EVEN);
      Usd closed = new Usd(share);
      Holding left = new Holding(quantity.plus(traded), cost.minus(closed));
      return new Change(left, paid.negate().minus(closed));
    }
    Usd realised = price.times(quantity).minus(cost);
    Quantity rest = quantity.plus(traded);
    return new Change(rest.isZero() ? NONE : new Holding(rest, price.times(rest)), realised);
  }

  /** Average entry price, rounded half-even to {@value #DECIMALS} decimals; not of nothing. */
  public Price averageEntry() {
    return new Price(cost.value().divide(quantity.value(), DECIMALS, RoundingMode.HALF_EVEN));
  }

  /** Profit or loss if it were closed at this price. */
  public Usd unrealised(Price mark) {
    return mark.times(quantity).minus(cost);
  }

  /**
   * The holding after a trade, and what the trade realised.
   *
   * @param holding after it
   * @param realised profit or loss, before fees
   */
  public record Change(Holding holding, Usd realised) {}
}
