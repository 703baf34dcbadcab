package dev.orrery.hyperliquid.signing;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Hex;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.kernel.Secret;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A signer with the key in this process. Thread-safe.
 *
 * <p>The key is kept in one array, which {@link #close} overwrites. What arithmetic made of it
 * while signing is garbage and stays in memory until it is collected and overwritten: closing
 * shortens the time a key can be found in a memory dump, it does not promise that it cannot.
 */
public final class KeySigner implements Signer {
  private static final int BYTES = 32;

  private final Address address;
  private final byte[] key;
  private boolean closed;

  private KeySigner(byte[] key, Address address) {
    this.key = key;
    this.address = address;
  }

  /**
   * A signer with a key as 0x and 64 hex digits.
   *
   * @throws IllegalArgumentException when it is no key; the message does not show it
   */
  public static KeySigner of(Secret key) {
    byte[] bytes;
    try {
      bytes = Hex.bytes(key.reveal());
    } catch (IllegalArgumentException e) {
      throw noKey(); // The cause would show the key.
    }
    try {
      return of(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * A signer with a key of 32 bytes, which are copied.
   *
   * @throws IllegalArgumentException when it is no key; the message does not show it
   */
  public static KeySigner of(byte[] key) {
    BigInteger number = new BigInteger(1, key);
    if (key.length != BYTES || !Secp256k1.isKey(number)) {
      throw noKey();
    }
    return new KeySigner(key.clone(), Secp256k1.address(number));
  }

  /** A new key as 0x and 64 hex digits, for an agent nobody has had. */
  public static Secret newKey(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    do {
      random.nextBytes(bytes);
    } while (!Secp256k1.isKey(new BigInteger(1, bytes)));
    Secret key = Secret.of(Hex.of(bytes));
    Arrays.fill(bytes, (byte) 0);
    return key;
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public Signature sign(byte[] digest) {
    if (digest.length != BYTES) {
      throw new IllegalArgumentException("a digest has 32 bytes, not " + digest.length);
    }
    return Secp256k1.sign(digest, number());
  }

  /** Under the lock of {@link #close}: a key that is half overwritten would sign as somebody. */
  private synchronized BigInteger number() {
    if (closed) {
      throw new IllegalStateException("the signer of " + address + " is closed");
    }
    return new BigInteger(1, key);
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(key, (byte) 0);
  }

  @Override
  public String toString() {
    return "signer of " + address + " with key ***";
  }

  private static IllegalArgumentException noKey() {
    return new IllegalArgumentException(
        "a private key is 0x and 64 hex digits within the curve's order; this is none");
  }
}
