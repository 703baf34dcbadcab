package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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
 * @param trial a time without fees, as it comes; null without one
 * @param feeTrialEscrow USDC that is held for it
 * @param nextTrialAvailableTimestamp when there can be one, epoch milliseconds
 * @param stakingLink the account that stakes for this one, as it comes; null without one
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
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable JsonNode trial,
    @Nullable BigDecimal feeTrialEscrow,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long nextTrialAvailableTimestamp,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable JsonNode stakingLink,
    @Nullable DiscountTier activeStakingDiscount) {
  /** Copies the list. */
  public UserFees {
    dailyUserVlm = List.copyOf(dailyUserVlm);
  }

  /** Of an account without a trial and without a link. */
  public UserFees(
      List<DailyVolume> dailyUserVlm,
      FeeSchedule feeSchedule,
      BigDecimal userCrossRate,
      BigDecimal userAddRate,
      BigDecimal userSpotCrossRate,
      BigDecimal userSpotAddRate,
      BigDecimal activeReferralDiscount,
      @Nullable DiscountTier activeStakingDiscount) {
    this(
        dailyUserVlm,
        feeSchedule,
        userCrossRate,
        userAddRate,
        userSpotCrossRate,
        userSpotAddRate,
        activeReferralDiscount,
        null,
        BigDecimal.ZERO,
        null,
        null,
        activeStakingDiscount);
  }
}
