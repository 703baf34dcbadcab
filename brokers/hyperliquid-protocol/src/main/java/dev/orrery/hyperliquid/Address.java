package dev.orrery.hyperliquid;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/**
 * The address of an account, an agent, a sub-account or a vault: the last 20 bytes of the hash of a
 * public key.
 *
 * @param hex {@code 0x} and 40 digits; kept in lower case, which is what the venue hashes, sends
 *     and compares
 */
public record Address(@JsonValue String hex) implements Comparable<Address> {
  /** Nobody: approving it as an agent removes the agent of that name. */
  public static final Address ZERO = new Address("0x" + "0".repeat(40));

  private static final int BYTES = 20;

  /** Checks, and lowers the case. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Address {
    if (!Hex.fits(hex, 2 * BYTES)) {
      throw new IllegalArgumentException(
          "an address is 0x and 40 hex digits, not " + Hex.shown(hex));
    }
    hex = hex.toLowerCase(Locale.ROOT);
  }

  /** The address of 20 bytes. */
  public static Address of(byte[] bytes) {
    return new Address(Hex.of(bytes));
  }

  /** The address of a public key, from the Keccak-256 hash of its 64 bytes. */
  public static Address ofKeyHash(byte[] hash) {
    return of(Arrays.copyOfRange(hash, hash.length - BYTES, hash.length));
  }

  /** The 20 bytes. */
  public byte[] bytes() {
    return Hex.bytes(hex);
  }

  @Override
  public int compareTo(Address other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
