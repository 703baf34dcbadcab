package dev.orrery.executor.plan;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What leads from what is held to a target: first what shrinks the position, then what opens or
 * adds. Either may be nothing; both are there in a flip.
 *
 * @param shrink signed quantity to give up of what is held; all of it, to the last digit, where the
 *     target is nothing or on the other side
 * @param grow signed quantity to add, a multiple of the instrument's step
 */
record TargetDifference(Quantity shrink, Quantity grow) {
  static TargetDifference between(Quantity held, Quantity wanted, Instrument instrument) {
    Quantity target = VenueRules.quantity(wanted, instrument);
    boolean crosses = held.signum() * target.signum() < 0;
    if (crosses) {
      return new TargetDifference(held, target);
    }
    if (target.isZero()) {
      return new TargetDifference(held, Quantity.ZERO);
    }
    Quantity difference = VenueRules.quantity(target.minus(held), instrument);
    return target.abs().compareTo(held.abs()) < 0
        ? new TargetDifference(difference.negate(), Quantity.ZERO)
        : new TargetDifference(Quantity.ZERO, difference);
  }

  /**
   * Without what is not worth an order. Without a price only the size can tell.
   *
   * @param minOrderUsd smallest order that opens; to shrink, the venue's own minimum counts alone
   */
  TargetDifference worthwhile(Instrument instrument, Optional<Price> mark, BigDecimal minOrderUsd) {
    BigDecimal venue = instrument.minNotional().value();
    return new TargetDifference(
        matters(shrink, instrument, mark, venue) ? shrink : Quantity.ZERO,
        matters(grow, instrument, mark, minOrderUsd.max(venue)) ? grow : Quantity.ZERO);
  }

  boolean isNothing() {
    return shrink.isZero() && grow.isZero();
  }

  private static boolean matters(
      Quantity difference, Instrument instrument, Optional<Price> mark, BigDecimal least) {
    if (difference.abs().value().compareTo(instrument.quantityStep()) < 0) {
      return false;
    }
    return mark.isEmpty() || mark.get().times(difference).abs().value().compareTo(least) >= 0;
  }
}
