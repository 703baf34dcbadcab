package dev.orrery.executor.plan;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import java.util.Optional;

/**
 * Rounds prices and sizes to what a venue takes. A limit is never worsened: a buy's price goes
 * down, a sell's up, triggers likewise. A size goes towards zero. Whole prices are always taken.
 */
public final class VenueRules {
  private VenueRules() {}

  /** A near price that the venue takes and that is no worse for the side; empty when none is. */
  public static Optional<Price> price(Price wanted, Side side, PriceRule rule) {
    return rule.round(wanted, side);
  }

  /** Terms with every price rounded; empty when a price rounds to nothing. */
  public static Optional<OrderTerms> terms(OrderTerms wanted, Side side, PriceRule rule) {
    return switch (wanted) {
      case OrderTerms.AtMarket it -> Optional.of(it);
      case OrderTerms.Limit it ->
          price(it.price(), side, rule).map(p -> new OrderTerms.Limit(p, it.timeInForce()));
      case OrderTerms.Stop it ->
          price(it.trigger(), side, rule)
              .flatMap(trigger ->
                  it.limit().isEmpty()
                      ? Optional.of(new OrderTerms.Stop(trigger, Optional.empty()))
                      : price(it.limit().get(), side, rule)
                          .map(limit -> new OrderTerms.Stop(trigger, Optional.of(limit))));
      case OrderTerms.TakeProfit it ->
          price(it.trigger(), side, rule)
              .flatMap(trigger ->
                  it.limit().isEmpty()
                      ? Optional.of(new OrderTerms.TakeProfit(trigger, Optional.empty()))
                      : price(it.limit().get(), side, rule)
                          .map(limit -> new OrderTerms.TakeProfit(trigger, Optional.of(limit))));
    };
  }

  /** Towards zero to a multiple of the instrument's step; keeps the sign. */
  public static Quantity quantity(Quantity wanted, Instrument instrument) {
    return instrument.roundQuantity(wanted);
  }
}
