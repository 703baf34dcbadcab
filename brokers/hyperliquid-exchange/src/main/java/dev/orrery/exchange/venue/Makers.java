package dev.orrery.exchange.venue;

import java.math.BigDecimal;

/**
 * The synthetic liquidity around the price of the market: orders of the house, replaced whenever
 * the market moves.
 *
 * @param spread between the best bid and the best ask, as a fraction of the price; levels are as
 *     far apart
 * @param levels on each side; 0 for none
 * @param levelNotional USD on each level
 */
public record Makers(BigDecimal spread, int levels, BigDecimal levelNotional) {
  /** One basis point, ten levels of 50,000 USD. */
  public static final Makers STANDARD =
      new Makers(new BigDecimal("0.0001"), 10, new BigDecimal("50000"));

  /** Nobody: only what clients place is on the book. */
  public static final Makers NONE = new Makers(new BigDecimal("0.0001"), 0, BigDecimal.ONE);

  /** Checks. */
  public Makers {
    if (spread.signum() <= 0 || spread.compareTo(new BigDecimal("0.1")) > 0) {
      throw new IllegalArgumentException(
          "the makers' spread is above 0 and at most 0.1: " + spread);
    }
    if (levels < 0 || levels > 100 || levelNotional.signum() <= 0) {
      throw new IllegalArgumentException(
          "makers have 0 to 100 levels of more than 0 USD: " + levels + " of " + levelNotional);
    }
  }
}
