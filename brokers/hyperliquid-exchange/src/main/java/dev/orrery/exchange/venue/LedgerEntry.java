package dev.orrery.exchange.venue;

import dev.orrery.api.value.Usd;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.info.LedgerDelta;
import dev.orrery.hyperliquid.wire.info.LedgerDelta.LiquidatedPosition;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of the ledger, each kind with the parts that the venue's own have. */
final class LedgerEntry {
  private static final BigDecimal NONE = BigDecimal.ZERO;
  private static final String USDC = "USDC";

  private LedgerEntry() {}

  static LedgerDelta deposit(Usd usdc) {
    return plain("deposit", usdc, null, null, null, null, null);
  }

  static LedgerDelta withdrawal(Usd usdc, Usd fee, long nonce) {
    return plain("withdraw", usdc, fee, null, null, null, nonce);
  }

  static LedgerDelta internal(Usd usdc, Address from, Address to) {
    return plain("internalTransfer", usdc, Usd.ZERO, from, to, null, null);
  }

  static LedgerDelta subAccount(Usd usdc, Address from, Address to) {
    return plain("subAccountTransfer", usdc, null, from, to, null, null);
  }

  static LedgerDelta classTransfer(Usd usdc, boolean toPerp) {
    return plain("accountClassTransfer", usdc, null, null, null, toPerp, null);
  }

  static LedgerDelta spot(Usd usdc, Address from, Address to, long nonce) {
    return token("spotTransfer", usdc, from, to, null, null, nonce);
  }

  static LedgerDelta send(
      Usd usdc, Address from, Address to, String sourceDex, String destinationDex, long nonce) {
    return token("send", usdc, from, to, sourceDex, destinationDex, nonce);
  }

  static LedgerDelta liquidation(
      Usd notional, Usd value, boolean cross, List<LiquidatedPosition> positions) {
    return new LedgerDelta(
        "liquidation",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        notional.value(),
        value.value(),
        cross ? "Cross" : "Isolated",
        positions);
  }

  private static LedgerDelta plain(
      String type,
      Usd usdc,
      @Nullable Usd fee,
      @Nullable Address from,
      @Nullable Address to,
      @Nullable Boolean toPerp,
      @Nullable Long nonce) {
    return new LedgerDelta(
        type,
        usdc.value(),
        null,
        null,
        null,
        fee == null ? null : fee.value(),
        from == null ? null : from.hex(),
        to == null ? null : to.hex(),
        null,
        toPerp,
        null,
        null,
        null,
        null,
        nonce,
        null,
        null,
        null,
        null);
  }

  private static LedgerDelta token(
      String type,
      Usd usdc,
      Address from,
      Address to,
      @Nullable String sourceDex,
      @Nullable String destinationDex,
      long nonce) {
    return new LedgerDelta(
        type,
        null,
        usdc.value(),
        USDC,
        usdc.value(),
        NONE,
        from.hex(),
        to.hex(),
        null,
        null,
        sourceDex,
        destinationDex,
        NONE,
        USDC,
        nonce,
        null,
        null,
        null,
        null);
  }
}
