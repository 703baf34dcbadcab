package dev.orrery.hyperliquid.signing;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.wire.action.Action;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.action.UserSignedAction;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a signature is made over.
 *
 * <p>An action of trading is written as MessagePack, followed by its nonce, the vault it is for and
 * the time it expires; the hash of that is put into typed data that also says which network it is
 * for. An action an account signs itself is typed data of its own, which names the network, and has
 * neither vault nor expiry.
 */
public final class ActionDigest {
  private static final byte[] EXCHANGE =
      TypedData.domainSeparator("Exchange", BigInteger.valueOf(1_337));
  private static final byte[] AGENT = Keccak.hash("Agent(string source,bytes32 connectionId)");
  private static final byte[] MAINNET = Keccak.hash(Network.MAINNET.source());
  private static final byte[] TESTNET = Keccak.hash(Network.TESTNET.source());

  private static final int NO_VAULT = 0;
  private static final int VAULT = 1;
  private static final int EXPIRES = 0;

  private ActionDigest() {}

  /** Of a request; its signature does not matter. */
  public static byte[] of(ExchangeRequest request, Network network) {
    return of(
        request.action(), request.nonce(), request.vaultAddress(), request.expiresAfter(), network);
  }

  /**
   * Of an action.
   *
   * @param network of an action of trading; one an account signs itself has it inside
   */
  public static byte[] of(
      Action action,
      long nonce,
      @Nullable Address vaultAddress,
      @Nullable Long expiresAfter,
      Network network) {
    return switch (action) {
      case L1Action it ->
          ofConnection(connectionId(it, nonce, vaultAddress, expiresAfter), network);
      case UserSignedAction it -> TypedData.digest(it);
    };
  }

  /** The hash of an action of trading and what goes with it, the same on every network. */
  static byte[] connectionId(
      L1Action action, long nonce, @Nullable Address vaultAddress, @Nullable Long expiresAfter) {
    return form(action, nonce, vaultAddress, expiresAfter).keccak();
  }

  /** What is hashed. */
  static byte[] preimage(
      L1Action action, long nonce, @Nullable Address vaultAddress, @Nullable Long expiresAfter) {
    return form(action, nonce, vaultAddress, expiresAfter).toBytes();
  }

  private static MessagePackForm form(
      L1Action action, long nonce, @Nullable Address vaultAddress, @Nullable Long expiresAfter) {
    MessagePackForm form = new MessagePackForm();
    action.write(form);
    form.raw(nonce, Long.BYTES);
    if (vaultAddress == null) {
      form.raw(NO_VAULT, 1);
    } else {
      form.raw(VAULT, 1).raw(vaultAddress.bytes());
    }
    if (expiresAfter != null) {
      form.raw(EXPIRES, 1).raw(expiresAfter, Long.BYTES);
    }
    return form;
  }

  private static byte[] ofConnection(byte[] connectionId, Network network) {
    byte[] source =
        switch (network) {
          case MAINNET -> MAINNET;
          case TESTNET -> TESTNET;
        };
    return TypedData.digest(EXCHANGE, Keccak.hash(AGENT, source, connectionId));
  }
}
