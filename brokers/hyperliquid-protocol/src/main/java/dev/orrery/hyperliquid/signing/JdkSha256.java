package dev.orrery.hyperliquid.signing;

import dev.orrery.kernel.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;
import org.bouncycastle.crypto.ExtendedDigest;

/**
 * SHA-256 of the JDK, which uses the processor's own instructions for it, in the library's terms.
 * Confined to one thread.
 */
final class JdkSha256 implements ExtendedDigest {
  private static final int BYTES = 32;
  private static final int BLOCK_BYTES = 64;

  private final MessageDigest digest = Sha256.newDigest();

  @Override
  public String getAlgorithmName() {
    return "SHA-256";
  }

  @Override
  public int getDigestSize() {
    return BYTES;
  }

  @Override
  public int getByteLength() {
    return BLOCK_BYTES;
  }

  @Override
  public void update(byte in) {
    digest.update(in);
  }

  @Override
  public void update(byte[] in, int from, int length) {
    digest.update(in, from, length);
  }

  @Override
  public int doFinal(byte[] out, int from) {
    try {
      return digest.digest(out, from, out.length - from);
    } catch (DigestException e) {
      throw new IllegalArgumentException("no room for a hash at " + from, e);
    }
  }

  @Override
  public void reset() {
    digest.reset();
  }
}
