package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fees of an account.
 *
 * @param dailyUserVlm volume by day
 * @param feeSchedule what anybody pays
 * @param userCrossRate what the account pays to take
 * @param userAddRate and to make; below zero is a rebate
 * @param userSpotCrossRate likewise on spot
 * @param userSpotAddRate likewise on spot
 * @param activeReferralDiscount of the account
 * @param activeStakingDiscount of the account
 */
public record UserFees(
    List<DailyVolume> dailyUserVlm,
    FeeSchedule feeSchedule,
    BigDecimal userCrossRate,
    BigDecimal userAddRate,
    BigDecimal userSpotCrossRate,
    BigDecimal userSpotAddRate,
    BigDecimal activeReferralDiscount,
    @Nullable DiscountTier activeStakingDiscount) {
  /** Copies the list. */
  public UserFees {
    dailyUserVlm = List.copyOf(dailyUserVlm);
  }
}
