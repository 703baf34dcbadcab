package dev.orrery.broker.paper;

import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** The prices an instrument takes. */
final class PriceGrid {
  private PriceGrid() {}

  /** What the venue says to a price it does not take; null when it takes it. */
  static @Nullable String refusal(PriceRule rule, Price price) {
    BigDecimal value = price.value();
    if (value.scale() <= 0) {
      return null;
    }
    if (value.remainder(rule.increment()).signum() != 0) {
      return "Price must be divisible by tick size.";
    }
    boolean tooFine =
        rule.significantFigures() > 0 && value.precision() > rule.significantFigures();
    return tooFine ? "Order has invalid price." : null;
  }

  /** The next price taken, up or down. */
  static BigDecimal round(PriceRule rule, BigDecimal value, boolean up) {
    BigDecimal step = step(rule, value);
    RoundingMode mode = up ? RoundingMode.CEILING : RoundingMode.FLOOR;
    return value.divide(step, 0, mode).multiply(step);
  }

  private static BigDecimal step(PriceRule rule, BigDecimal value) {
    if (rule.significantFigures() == 0) {
      return rule.increment();
    }
    int wholeDigits = value.precision() - value.scale();
    BigDecimal byFigures = BigDecimal.ONE.movePointRight(wholeDigits - rule.significantFigures());
    return byFigures.min(BigDecimal.ONE).max(rule.increment());
  }
}
