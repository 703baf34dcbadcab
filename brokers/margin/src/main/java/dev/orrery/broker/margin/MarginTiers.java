package dev.orrery.broker.margin;

import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A margin table. Maintenance is {@code notional / (2 × maxLeverage) − deduction}, where each
 * tier's deduction makes it continuous at the bound (the venue's "Margin tiers"). Immutable.
 */
public final class MarginTiers {
  private static final int DEDUCTION_SCALE = 24;

  private final List<MarginTier> tiers;
  private final List<BigDecimal> deductions;

  private MarginTiers(List<MarginTier> tiers) {
    this.tiers = List.copyOf(tiers);
    this.deductions = deductions(this.tiers);
  }

  /**
   * A table from its steps.
   *
   * @throws IllegalArgumentException when the first does not start at 0, or bounds do not grow, or
   *     leverage grows
   */
  public static MarginTiers of(List<MarginTier> tiers) {
    if (tiers.isEmpty() || tiers.getFirst().lowerBound().signum() != 0) {
      throw new IllegalArgumentException("the first margin tier starts at 0: " + tiers);
    }
    for (int i = 1; i < tiers.size(); i++) {
      boolean grows = tiers.get(i).lowerBound().compareTo(tiers.get(i - 1).lowerBound()) > 0;
      if (!grows || tiers.get(i).maxLeverage() >= tiers.get(i - 1).maxLeverage()) {
        throw new IllegalArgumentException("bounds must grow and leverage must fall: " + tiers);
      }
    }
    return new MarginTiers(tiers);
  }

  /** A table of one step. */
  public static MarginTiers flat(int maxLeverage) {
    return of(List.of(new MarginTier(Usd.ZERO, maxLeverage)));
  }

  /** Two steps: a leverage up to a bound, and another from there. */
  public static MarginTiers stepped(int maxLeverage, Usd bound, int above) {
    return of(List.of(new MarginTier(Usd.ZERO, maxLeverage), new MarginTier(bound, above)));
  }

  /** Hyperliquid's table of a symbol, where its documentation names one. */
  public static Optional<MarginTiers> hyperliquid(String symbol) {
    return switch (symbol) {
      case "BTC" -> Optional.of(stepped(40, Usd.of(150_000_000), 20));
      case "ETH" -> Optional.of(stepped(25, Usd.of(100_000_000), 15));
      case "SOL" -> Optional.of(stepped(20, Usd.of(70_000_000), 10));
      case "XRP" -> Optional.of(stepped(20, Usd.of(40_000_000), 10));
      default -> Optional.empty();
    };
  }

  /** The steps. */
  public List<MarginTier> steps() {
    return tiers;
  }

  /** Highest leverage for a notional. */
  public int maxLeverage(Usd notional) {
    return tiers.get(indexOf(notional)).maxLeverage();
  }

  /** The highest maintenance rate of the table, as a screen: no position needs more. */
  public double highestRate() {
    return 0.5 / tiers.getLast().maxLeverage();
  }

  /** Maintenance margin of a notional, rounded up. */
  public Usd maintenance(Usd notional) {
    int tier = indexOf(notional);
    BigDecimal gross = Rounding.requirement(notional.value(), doubled(tiers.get(tier)));
    return new Usd(gross.subtract(deductions.get(tier)).setScale(Rounding.SCALE, RoundingMode.UP));
  }

  /** Which step a notional falls into. */
  int indexOf(Usd notional) {
    int found = 0;
    for (int i = 1; i < tiers.size(); i++) {
      if (notional.compareTo(tiers.get(i).lowerBound()) >= 0) {
        found = i;
      }
    }
    return found;
  }

  BigDecimal deduction(int tier) {
    return deductions.get(tier);
  }

  static BigDecimal doubled(MarginTier tier) {
    return BigDecimal.valueOf(2L * tier.maxLeverage());
  }

  private static List<BigDecimal> deductions(List<MarginTier> tiers) {
    List<BigDecimal> all = new ArrayList<>();
    all.add(BigDecimal.ZERO);
    for (int i = 1; i < tiers.size(); i++) {
      BigDecimal here = doubled(tiers.get(i));
      BigDecimal before = doubled(tiers.get(i - 1));
      BigDecimal step =
          tiers
              .get(i)
              .lowerBound()
              .value()
              .multiply(before.subtract(here))
              .divide(here.multiply(before), DEDUCTION_SCALE, RoundingMode.HALF_EVEN);
      all.add(all.getLast().add(step));
    }
    return List.copyOf(all);
  }
}
