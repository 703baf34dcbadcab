package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Network;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * What an action is signed for that the account itself signs.
 *
 * @param signatureChainId hex text, as sent; any chain the wallet is on, it only has to be the one
 *     the signature was made for
 * @param network the venue's network, which keeps an action from being used on the other one
 */
public record SigningChain(String signatureChainId, Network network) {
  private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F]{1,64}");

  /** Checks. */
  public SigningChain {
    if (!HEX.matcher(signatureChainId).matches()) {
      throw new IllegalArgumentException(
          "signatureChainId is 0x and up to 64 hex digits, not '" + signatureChainId + "'");
    }
  }

  /** With the chain id the venue's own client uses. */
  public static SigningChain of(Network network) {
    return new SigningChain("0x66eee", network);
  }

  /** The chain id as a number. */
  public BigInteger chainId() {
    return new BigInteger(signatureChainId.substring(2), 16);
  }
}
