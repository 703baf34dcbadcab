package dev.orrery.hyperliquid.wire.info;

import dev.orrery.hyperliquid.Address;
import java.math.BigDecimal;

/**
 * The liquidation a fill came of.
 *
 * @param liquidatedUser whose it was: only if it is the account's own address, the account was
 *     liquidated
 * @param markPx mark price
 * @param method {@code market} or {@code backstop}
 */
public record FillLiquidation(Address liquidatedUser, BigDecimal markPx, String method) {
  /** Whether it was this account that was liquidated. */
  public boolean of(Address account) {
    return liquidatedUser.equals(account);
  }
}
