package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;

/**
 * Moves USD between an account and a vault of the venue.
 *
 * @param vaultAddress the vault
 * @param isDeposit to it, or from it
 * @param usd millionths of a USD
 */
public record VaultTransfer(Address vaultAddress, boolean isDeposit, long usd) implements L1Action {
  static final String TYPE = "vaultTransfer";

  static VaultTransfer read(Fields in) {
    return new VaultTransfer(in.address("vaultAddress"), in.flag("isDeposit"), in.amount("usd"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(4)
        .text("type", TYPE)
        .address("vaultAddress", vaultAddress)
        .flag("isDeposit", isDeposit)
        .number("usd", usd)
        .endMap();
  }
}
