package dev.orrery.api.market;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Which prices a venue takes: multiples of {@code increment} with at most {@code
 * significantFigures} figures; whole numbers are always taken.
 *
 * @param increment smallest step, greater than zero
 * @param significantFigures at most this many figures in a price that is not whole; 0 for no limit
 */
public record PriceRule(BigDecimal increment, int significantFigures) {
  /** Checks both. */
  public PriceRule {
    if (increment.signum() <= 0 || significantFigures < 0) {
      throw new IllegalArgumentException(
          "price rule needs a positive increment and no negative figures: "
              + increment
              + ", "
              + significantFigures);
    }
  }

  /** See {@link Instrument#roundPrice}. Whole prices are always taken. */
  public Optional<Price> round(Price wanted, Side side) {
    RoundingMode direction = side == Side.BUY ? RoundingMode.DOWN : RoundingMode.UP;
    BigDecimal rounded = wanted.value();
    // A multiple of the increment may have a figure too many again: 1234.75 in steps of 0.25.
    while (!isTaken(rounded)) {
      rounded = multiple(significant(rounded, direction), direction);
    }
    return rounded.signum() == 0 ? Optional.empty() : Optional.of(new Price(rounded));
  }

  private boolean isTaken(BigDecimal value) {
    return isWhole(value)
        || (value.compareTo(significant(value, RoundingMode.DOWN)) == 0
            && value.remainder(increment).signum() == 0);
  }

  private BigDecimal significant(BigDecimal value, RoundingMode direction) {
    int wholeDigits = value.precision() - value.scale();
    int decimals = Math.max(0, significantFigures - wholeDigits);
    return significantFigures > 0 && decimals < value.scale()
        ? value.setScale(decimals, direction)
        : value;
  }

  private BigDecimal multiple(BigDecimal value, RoundingMode direction) {
    return isWhole(value) ? value : value.divide(increment, 0, direction).multiply(increment);
  }

  private static boolean isWhole(BigDecimal value) {
    return value.stripTrailingZeros().scale() <= 0;
  }
}
