package dev.orrery.api.market;

import java.math.BigDecimal;

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
}
