package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;

/**
 * Moves USD between an account and its sub-account.
 *
 * @param subAccountUser the sub-account
 * @param isDeposit to it, or from it
 * @param usd millionths of a USD
 */
public record SubAccountTransfer(Address subAccountUser, boolean isDeposit, long usd)
    implements L1Action {
  static final String TYPE = "subAccountTransfer";

  static SubAccountTransfer read(Fields in) {
    return new SubAccountTransfer(
        in.address("subAccountUser"), in.flag("isDeposit"), in.amount("usd"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(4)
        .text("type", TYPE)
        .address("subAccountUser", subAccountUser)
        .flag("isDeposit", isDeposit)
        .number("usd", usd)
        .endMap();
  }
}
