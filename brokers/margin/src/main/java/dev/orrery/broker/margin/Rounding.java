package dev.orrery.broker.margin;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The only places where this arithmetic rounds. Sums and products are exact; quotients are not, and
 * there are three: an average price, the cost of a closed part, and a margin requirement.
 */
public final class Rounding {
  /** Decimals kept of a quotient. */
  public static final int SCALE = 12;

  private Rounding() {}

  /** A price or cost: nearest, ties to even. */
  static BigDecimal nearest(BigDecimal dividend, BigDecimal divisor) {
    return dividend.divide(divisor, SCALE, RoundingMode.HALF_EVEN);
  }

  /** A requirement: never too little. */
  static BigDecimal requirement(BigDecimal dividend, BigDecimal divisor) {
    return dividend.divide(divisor, SCALE, RoundingMode.UP);
  }
}
