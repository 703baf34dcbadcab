package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import java.util.List;

/**
 * What anybody pays.
 *
 * @param cross to take
 * @param add to make
 * @param spotCross to take on spot
 * @param spotAdd to make on spot
 * @param tiers with more volume
 * @param referralDiscount with a referrer
 * @param stakingDiscountTiers with a stake
 */
public record FeeSchedule(
    BigDecimal cross,
    BigDecimal add,
    BigDecimal spotCross,
    BigDecimal spotAdd,
    FeeTiers tiers,
    BigDecimal referralDiscount,
    List<DiscountTier> stakingDiscountTiers) {
  /** Copies the list. */
  public FeeSchedule {
    stakingDiscountTiers = List.copyOf(stakingDiscountTiers);
  }
}
