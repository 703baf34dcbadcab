package dev.orrery.hyperliquid.signing;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Signature;

/**
 * Signs digests; the only holder of a key. Thread-safe.
 *
 * <p>An implementation never gives its key away and never prints it. It may hold the key in this
 * process ({@link KeySigner}) or ask somebody else for signatures.
 */
public interface Signer extends AutoCloseable {
  /** Whose signatures it makes. */
  Address address();

  /**
   * Signs.
   *
   * @param digest 32 bytes
   * @return a signature with the smaller of the two possible s
   * @throws IllegalStateException after {@link #close}
   */
  Signature sign(byte[] digest);

  /** Forgets the key. It may be called more than once. */
  @Override
  void close();
}
