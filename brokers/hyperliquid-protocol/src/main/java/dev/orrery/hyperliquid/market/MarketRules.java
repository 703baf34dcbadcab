package dev.orrery.hyperliquid.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Which prices and sizes a market takes. A price has at most 5 significant figures and at most so
 * many decimals; whole prices are always good. There is no fixed tick: the step grows with the
 * price. The rules hold for trigger prices too.
 *
 * @param szDecimals decimals of sizes
 * @param maxPriceDecimals decimals of prices
 */
public record MarketRules(int szDecimals, int maxPriceDecimals) {
  private static final int FIGURES = 5;
  private static final int PERP_DECIMALS = 6;
  private static final int SPOT_DECIMALS = 8;

  /** Checks. */
  public MarketRules {
    if (szDecimals < 0 || maxPriceDecimals < 0) {
      throw new IllegalArgumentException(
          "decimals are 0 or more, not " + szDecimals + " and " + maxPriceDecimals);
    }
  }

  /** Those of a perpetual. */
  public static MarketRules perp(int szDecimals) {
    return new MarketRules(szDecimals, Math.max(0, PERP_DECIMALS - szDecimals));
  }

  /** Those of a spot pair. */
  public static MarketRules spot(int szDecimals) {
    return new MarketRules(szDecimals, Math.max(0, SPOT_DECIMALS - szDecimals));
  }

  /** Whether the market takes a price as it is. */
  public boolean acceptsPrice(BigDecimal price) {
    return price.signum() > 0 && nearest(price).filter(it -> it.compareTo(price) == 0).isPresent();
  }

  /** Whether the market takes a size as it is. */
  public boolean acceptsSize(BigDecimal size) {
    return size.signum() > 0 && size.stripTrailingZeros().scale() <= szDecimals;
  }

  /**
   * A limit the market takes that is no worse than the one asked for: a buy no higher, a sell no
   * lower. Empty when there is none above zero.
   */
  public Optional<BigDecimal> limit(BigDecimal price, boolean isBuy) {
    return rounded(price, isBuy ? RoundingMode.FLOOR : RoundingMode.CEILING);
  }

  /**
   * A worst price the market takes that lets in all that was meant to be let in: a buy no lower, a
   * sell no higher. For orders at market. Empty when there is none above zero.
   */
  public Optional<BigDecimal> worst(BigDecimal price, boolean isBuy) {
    return rounded(price, isBuy ? RoundingMode.CEILING : RoundingMode.FLOOR);
  }

  /** The nearest price the market takes; empty when that is zero. */
  public Optional<BigDecimal> nearest(BigDecimal price) {
    return rounded(price, RoundingMode.HALF_EVEN);
  }

  /** The largest size the market takes that is no larger than the one asked for; empty for zero. */
  public Optional<BigDecimal> size(BigDecimal size) {
    return positive(size.setScale(szDecimals, RoundingMode.FLOOR));
  }

  /** How far apart prices are at this one. */
  public BigDecimal step(BigDecimal price) {
    return BigDecimal.ONE.movePointLeft(decimals(price));
  }

  private Optional<BigDecimal> rounded(BigDecimal price, RoundingMode mode) {
    if (price.signum() <= 0) {
      return Optional.empty();
    }
    return positive(price.setScale(decimals(price), mode));
  }

  /** Whole prices are good however long, so no digit before the point is ever rounded away. */
  private int decimals(BigDecimal price) {
    int digitsBeforePoint = price.precision() - price.scale();
    return Math.clamp(FIGURES - (long) digitsBeforePoint, 0, maxPriceDecimals);
  }

  private static Optional<BigDecimal> positive(BigDecimal value) {
    if (value.signum() <= 0) {
      return Optional.empty();
    }
    BigDecimal stripped = value.stripTrailingZeros();
    return Optional.of(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
  }
}
