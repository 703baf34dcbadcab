package dev.orrery.executor.plan;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Rounds prices and sizes to what a venue takes. A limit is never worsened: a buy's price goes
 * down, a sell's up, triggers likewise. A size goes towards zero. Whole prices are always taken.
 */
public final class VenueRules {
  private VenueRules() {}

  /** A near price that the venue takes and that is no worse for the side; empty when none is. */
  public static Optional<Price> price(Price wanted, Side side, PriceRule rule) {
    RoundingMode direction = side == Side.BUY ? RoundingMode.DOWN : RoundingMode.UP;
    BigDecimal rounded = wanted.value();
    // A multiple of the increment may have a figure too many again: 1234.75 in steps of 0.25.
    while (!isTaken(rounded, rule)) {
      rounded = multiple(significant(rounded, rule, direction), rule, direction);
    }
    return rounded.signum() == 0 ? Optional.empty() : Optional.of(new Price(rounded));
  }

  private static boolean isTaken(BigDecimal value, PriceRule rule) {
    return isWhole(value)
        || (value.compareTo(significant(value, rule, RoundingMode.DOWN)) == 0
            && value.remainder(rule.increment()).signum() == 0);
  }

  private static BigDecimal significant(BigDecimal value, PriceRule rule, RoundingMode direction) {
    int wholeDigits = value.precision() - value.scale();
    int decimals = Math.max(0, rule.significantFigures() - wholeDigits);
    return rule.significantFigures() > 0 && decimals < value.scale()
        ? value.setScale(decimals, direction)
        : value;
  }

  private static BigDecimal multiple(BigDecimal value, PriceRule rule, RoundingMode direction) {
    return isWhole(value)
        ? value
        : value.divide(rule.increment(), 0, direction).multiply(rule.increment());
  }

  private static boolean isWhole(BigDecimal value) {
    return value.stripTrailingZeros().scale() <= 0;
  }

  /** Terms with every price rounded; empty when a price rounds to nothing. */
  public static Optional<OrderTerms> terms(OrderTerms wanted, Side side, PriceRule rule) {
    return switch (wanted) {
      case OrderTerms.Market it -> Optional.of(it);
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
    BigDecimal step = instrument.quantityStep();
    return new Quantity(wanted.value().divide(step, 0, RoundingMode.DOWN).multiply(step));
  }
}
