package dev.orrery.hyperliquid;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;

/**
 * A recoverable signature over a digest of 32 bytes. It is written padded to 32 bytes, and read
 * with or without leading zeros: clients differ, and numbers compare equal either way.
 *
 * @param r the first number
 * @param s the second number; ours are in the lower half of the curve's order
 * @param v 27 or 28; others are read, and recover nobody
 */
public record Signature(BigInteger r, BigInteger s, int v) {
  private static final int WORD = 32;
  private static final int WORD_DIGITS = 2 * WORD;

  /** Checks that both numbers fit into 32 bytes. */
  public Signature {
    if (r.signum() < 0 || s.signum() < 0 || r.bitLength() > 256 || s.bitLength() > 256) {
      throw new IllegalArgumentException("r and s of a signature are numbers of 32 bytes");
    }
  }

  /** A signature as it comes in JSON, {@code {"r":"0x..","s":"0x..","v":27}}. */
  @JsonCreator
  static Signature read(
      @JsonProperty(value = "r", required = true) String r,
      @JsonProperty(value = "s", required = true) String s,
      @JsonProperty(value = "v", required = true) int v) {
    return new Signature(number(r), number(s), v);
  }

  /**
   * The 65 bytes that wallets return for typed data: r, s, and v as 0, 1, 27 or 28.
   *
   * @throws IllegalArgumentException when it is not 65 bytes of hex
   */
  public static Signature ofWallet(String hex) {
    if (!Hex.fits(hex, 2 * WORD_DIGITS + 2)) {
      throw new IllegalArgumentException(
          "a wallet's signature is 65 bytes of hex, not " + Hex.shown(hex));
    }
    byte[] bytes = Hex.bytes(hex);
    int v = bytes[2 * WORD] & 0xFF;
    return new Signature(
        new BigInteger(1, Arrays.copyOfRange(bytes, 0, WORD)),
        new BigInteger(1, Arrays.copyOfRange(bytes, WORD, 2 * WORD)),
        v < 27 ? v + 27 : v);
  }

  /** {@code r} as 0x and 64 digits. */
  public String rHex() {
    return padded(r);
  }

  /** {@code s} as 0x and 64 digits. */
  public String sHex() {
    return padded(s);
  }

  private static String padded(BigInteger number) {
    String digits = number.toString(16);
    return "0x" + "0".repeat(WORD_DIGITS - digits.length()) + digits;
  }

  private static BigInteger number(String hex) {
    int digits = hex.length() - 2;
    if (digits < 1 || digits > WORD_DIGITS || !Hex.fits(hex, digits)) {
      throw new IllegalArgumentException(
          "r and s of a signature are 0x and up to 64 hex digits, not " + Hex.shown(hex));
    }
    return new BigInteger(hex.substring(2).toLowerCase(Locale.ROOT), 16);
  }
}
