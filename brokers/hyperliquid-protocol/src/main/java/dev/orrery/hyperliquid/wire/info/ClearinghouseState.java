package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import java.util.List;

/**
 * The perpetuals account of a user on a dex. Of an account with one balance for all it is zero or
 * says little: see {@link SpotState}.
 *
 * @param marginSummary all positions
 * @param crossMarginSummary those that share margin
 * @param crossMaintenanceMarginUsed what the shared margin must not fall under
 * @param withdrawable less than this may be withdrawn: the transfer rule is stricter
 * @param assetPositions positions that are not flat
 * @param time the server's, epoch milliseconds
 */
public record ClearinghouseState(
    MarginSummary marginSummary,
    MarginSummary crossMarginSummary,
    BigDecimal crossMaintenanceMarginUsed,
    BigDecimal withdrawable,
    List<AssetPosition> assetPositions,
    long time) {
  /** Copies the list. */
  public ClearinghouseState {
    assetPositions = List.copyOf(assetPositions);
  }
}
