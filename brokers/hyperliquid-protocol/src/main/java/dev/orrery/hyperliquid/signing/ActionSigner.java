package dev.orrery.hyperliquid.signing;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.wire.action.Action;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.action.UserSignedAction;
import org.jspecify.annotations.Nullable;

/** Signs actions for one network. As thread-safe as its signer. */
public final class ActionSigner {
  private final Signer signer;
  private final Network network;

  /** Signs with {@code signer}; closing it is up to whoever made it. */
  public ActionSigner(Signer signer, Network network) {
    this.signer = signer;
    this.network = network;
  }

  /** Whose signatures these are. */
  public Address address() {
    return signer.address();
  }

  /** Signs an action of trading for the signer's own account, or its master's. */
  public ExchangeRequest sign(L1Action action, long nonce) {
    return sign(action, nonce, null, null);
  }

  /**
   * Signs an action of trading.
   *
   * @param nonce epoch milliseconds, from {@link Nonces}
   * @param vaultAddress the sub-account or vault it is for
   * @param expiresAfter epoch milliseconds after which the venue refuses it
   */
  public ExchangeRequest sign(
      L1Action action, long nonce, @Nullable Address vaultAddress, @Nullable Long expiresAfter) {
    return signed(action, nonce, vaultAddress, expiresAfter);
  }

  /**
   * Signs an action of the account itself, with the nonce that is in it.
   *
   * @throws IllegalArgumentException when it is for another network
   */
  public ExchangeRequest sign(UserSignedAction action) {
    if (action.chain().network() != network) {
      throw new IllegalArgumentException(
          action.type()
              + " is for "
              + action.chain().network().chain()
              + ", this signer for "
              + network.chain());
    }
    return signed(action, action.nonce(), null, null);
  }

  private ExchangeRequest signed(
      Action action, long nonce, @Nullable Address vaultAddress, @Nullable Long expiresAfter) {
    byte[] digest = ActionDigest.of(action, nonce, vaultAddress, expiresAfter, network);
    return new ExchangeRequest(action, nonce, signer.sign(digest), vaultAddress, expiresAfter);
  }
}
