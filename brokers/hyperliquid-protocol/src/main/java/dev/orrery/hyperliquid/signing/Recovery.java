package dev.orrery.hyperliquid.signing;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import java.util.Optional;

/**
 * Tells who signed. A signature over something else nearly always is somebody's signature over
 * this, so the answer is an address to look up, not a yes or no.
 */
public final class Recovery {
  private Recovery() {}

  /**
   * Who made a signature over a digest of 32 bytes. Both of the possible s are taken, though only
   * one is ever made here: what keeps a request from being used twice is its nonce.
   *
   * @return empty if no key can have made it
   */
  public static Optional<Address> signer(byte[] digest, Signature signature) {
    if (digest.length != Keccak.BYTES) {
      throw new IllegalArgumentException("a digest has 32 bytes, not " + digest.length);
    }
    return Secp256k1.recover(digest, signature);
  }

  /** Who signed a request, if it was signed for this network. */
  public static Optional<Address> signer(ExchangeRequest request, Network network) {
    return signer(ActionDigest.of(request, network), request.signature());
  }
}
