package dev.orrery.hyperliquid.signing;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256, which is not what NIST made of it as SHA3-256. */
final class Keccak {
  static final int BYTES = 32;

  private Keccak() {}

  /** The hash of parts one after the other. */
  static byte[] hash(byte[]... parts) {
    KeccakDigest digest = new KeccakDigest(8 * BYTES);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    return finish(digest);
  }

  /** The hash of the first bytes of a buffer. */
  static byte[] hash(byte[] buffer, int length) {
    KeccakDigest digest = new KeccakDigest(8 * BYTES);
    digest.update(buffer, 0, length);
    return finish(digest);
  }

  /** The hash of a text in UTF-8. */
  static byte[] hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] finish(KeccakDigest digest) {
    byte[] hash = new byte[BYTES];
    digest.doFinal(hash, 0);
    return hash;
  }
}
