package dev.orrery.executor.risk;

import java.math.BigDecimal;
import java.util.Set;

/**
 * Caps of one strategy. No cap is unlimited by omission; only {@code maxMonthlyCostUsd} has a
 * default, 200, which the configuration fills in. Percentages are of equity: 2 means 2 %.
 *
 * @param maxPositionPct notional of one symbol's position
 * @param maxTotalExposurePct gross exposure over all symbols
 * @param maxOrdersPerDay orders placed since UTC midnight of the timeline; reduce-only ones count
 *     and are never denied
 * @param maxOrdersPerMinute orders placed in the last 60 s of the timeline, likewise
 * @param maxLeverage gross exposure divided by equity, and the highest leverage setting
 * @param minOrderUsd smallest notional of an order that opens
 * @param allowedSymbols what may be opened
 * @param maxMonthlyCostUsd language-model cost of a UTC month before the deployment pauses
 * @param dailyLossHaltPct loss since UTC midnight at which the deployment halts
 */
public record RiskCaps(
    BigDecimal maxPositionPct,
    BigDecimal maxTotalExposurePct,
    int maxOrdersPerDay,
    int maxOrdersPerMinute,
    BigDecimal maxLeverage,
    BigDecimal minOrderUsd,
    Set<String> allowedSymbols,
    BigDecimal maxMonthlyCostUsd,
    BigDecimal dailyLossHaltPct) {
  /** Under these nothing may be opened: for closing an account down. */
  public static final RiskCaps CLOSE_ONLY =
      new RiskCaps(
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          0,
          0,
          BigDecimal.ONE,
          BigDecimal.ZERO,
          Set.of(),
          BigDecimal.ZERO,
          BigDecimal.ZERO);

  /** Begins to put caps together, by name and checked. */
  public static RiskCapsBuilder builder() {
    return new RiskCapsBuilder();
  }

  /** Copies. */
  public RiskCaps {
    allowedSymbols = Set.copyOf(allowedSymbols);
  }
}
