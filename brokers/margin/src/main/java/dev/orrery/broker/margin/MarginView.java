package dev.orrery.broker.margin;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * An account at one set of mark prices. Immutable.
 *
 * @param balance settled cash, what is set apart for isolated positions included
 * @param holdings open positions
 */
public record MarginView(Usd balance, List<Holding> holdings) {
  /** Copies. */
  public MarginView {
    holdings = List.copyOf(holdings);
  }

  /** Balance plus profit and loss of all positions. */
  public Usd equity() {
    Usd sum = balance;
    for (Holding holding : holdings) {
      sum = sum.plus(holding.unrealised());
    }
    return sum;
  }

  /** What stands behind the cross positions: equity without what the isolated ones are worth. */
  public Usd crossValue() {
    Usd sum = equity();
    for (Holding holding : holdings) {
      if (!holding.isCross()) {
        sum = sum.minus(holding.isolatedValue());
      }
    }
    return sum;
  }

  /** Maintenance margin of the cross positions. */
  public Usd crossMaintenance() {
    Usd sum = Usd.ZERO;
    for (Holding holding : holdings) {
      if (holding.isCross()) {
        sum = sum.plus(holding.maintenance());
      }
    }
    return sum;
  }

  /** Initial margin of the cross positions. */
  public Usd crossInitialMargin() {
    Usd sum = Usd.ZERO;
    for (Holding holding : holdings) {
      if (holding.isCross()) {
        sum = sum.plus(holding.initialMargin());
      }
    }
    return sum;
  }

  /** Cross value not held as initial margin; may be negative. */
  public Usd available() {
    return crossValue().minus(crossInitialMargin());
  }

  /** Whether the cross positions are to be liquidated: value below maintenance. */
  public boolean crossInsolvent() {
    return crossValue().compareTo(crossMaintenance()) < 0;
  }

  /** Whether an isolated position is to be liquidated. */
  public static boolean isolatedInsolvent(Holding holding) {
    return holding.isolatedValue().compareTo(holding.maintenance()) < 0;
  }

  /**
   * The mark price of one holding at which what stands behind it equals maintenance, others
   * unchanged; empty when there is none above zero.
   *
   * <p>This is the venue's {@code price − side × available / |size| / (1 − l × side)}, with {@code
   * l} and the deduction of the tier in force at that price, found by trying each tier.
   */
  public Optional<Price> liquidationPrice(Holding holding) {
    BigDecimal behind = holding.isCross() ? crossValue().value() : holding.isolatedValue().value();
    BigDecimal others =
        holding.isCross() && holdings.size() > 1
            ? crossMaintenance().minus(holding.maintenance()).value()
            : BigDecimal.ZERO;
    BigDecimal size = holding.position().quantity().value();
    BigDecimal cost = size.multiply(holding.mark().value()).subtract(behind).add(others);
    List<MarginTier> steps = holding.tiers().steps();
    for (int tier = steps.size() - 1; tier >= 0; tier--) {
      BigDecimal twice = MarginTiers.doubled(steps.get(tier));
      // cost − deduction = price × (size − |size| / twice), multiplied out by twice
      BigDecimal dividend = cost.subtract(holding.tiers().deduction(tier)).multiply(twice);
      BigDecimal divisor = size.multiply(twice).subtract(size.abs());
      if (divisor.signum() == 0 || dividend.signum() * divisor.signum() <= 0) {
        continue;
      }
      BigDecimal value = Rounding.nearest(dividend, divisor);
      if (value.signum() > 0) {
        Price price = new Price(value);
        if (holding.tiers().indexOf(holding.position().notional(price)) == tier) {
          return Optional.of(price);
        }
      }
    }
    return Optional.empty();
  }
}
