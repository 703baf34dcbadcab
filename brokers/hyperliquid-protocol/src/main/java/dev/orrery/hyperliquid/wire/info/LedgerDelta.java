package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What moved. Which parts are there depends on the type, which is an open set.
 *
 * @param type {@code deposit}, {@code withdraw}, {@code internalTransfer} and others
 * @param usdc USD
 * @param amount of a token
 * @param token the token
 * @param usdcValue its worth
 * @param fee paid for it
 * @param user from whom
 * @param destination to whom
 * @param vault the venue's vault
 * @param toPerp from spot to perpetuals, or back
 * @param sourceDex from which dex
 * @param destinationDex to which dex
 * @param nativeTokenFee paid for it in the chain's token
 * @param feeToken what the fee was paid in
 * @param nonce of the action
 * @param liquidatedNtlPos notional that was liquidated
 * @param accountValue what was left of the account then
 * @param leverageType of a liquidation, {@code Cross} or {@code Isolated}
 * @param liquidatedPositions what was liquidated
 */
public record LedgerDelta(
    String type,
    @Nullable BigDecimal usdc,
    @Nullable BigDecimal amount,
    @Nullable String token,
    @Nullable BigDecimal usdcValue,
    @Nullable BigDecimal fee,
    @Nullable String user,
    @Nullable String destination,
    @Nullable String vault,
    @Nullable Boolean toPerp,
    @Nullable String sourceDex,
    @Nullable String destinationDex,
    @Nullable BigDecimal nativeTokenFee,
    @Nullable String feeToken,
    @Nullable Long nonce,
    @Nullable BigDecimal liquidatedNtlPos,
    @Nullable BigDecimal accountValue,
    @Nullable String leverageType,
    @Nullable List<LiquidatedPosition> liquidatedPositions) {
  /** Copies the list. */
  public LedgerDelta {
    liquidatedPositions = liquidatedPositions == null ? null : List.copyOf(liquidatedPositions);
  }

  /**
   * A position that was liquidated.
   *
   * @param coin the market
   * @param szi size; below zero is short
   */
  public record LiquidatedPosition(String coin, BigDecimal szi) {}
}
