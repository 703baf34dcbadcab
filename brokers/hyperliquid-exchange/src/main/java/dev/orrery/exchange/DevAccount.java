package dev.orrery.exchange;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Hex;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.kernel.Secret;
import dev.orrery.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An account whose key everybody can know: it is made from the seed, and worth nothing anywhere but
 * on a local exchange.
 *
 * @param address the account
 * @param key its private key
 */
public record DevAccount(Address address, Secret key) {
  /** So many accounts of a seed; always the same. */
  public static List<DevAccount> of(long seed, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> of(seed, "" + number)).toList();
  }

  private static DevAccount of(long seed, String number) {
    String text = "orrery local exchange, seed " + seed + ", account " + number;
    Sha256 digest = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    byte[] key = HexFormat.of().parseHex(digest.toString());
    try (KeySigner signer = KeySigner.of(key)) {
      return new DevAccount(signer.address(), Secret.of(Hex.of(key)));
    }
  }
}
