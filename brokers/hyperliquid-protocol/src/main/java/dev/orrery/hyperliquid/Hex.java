package dev.orrery.hyperliquid;

import java.util.HexFormat;

/** Bytes as hex with {@code 0x}, written in lower case and read in any. */
public final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  /** Writes bytes. */
  public static String of(byte[] bytes) {
    return "0x" + FORMAT.formatHex(bytes);
  }

  /**
   * Reads bytes.
   *
   * @throws IllegalArgumentException without {@code 0x}, with an odd number of digits, or with
   *     anything that is no digit
   */
  public static byte[] bytes(String text) {
    if (!text.startsWith("0x") && !text.startsWith("0X")) {
      throw new IllegalArgumentException("hex starts with 0x, this does not: " + shown(text));
    }
    return FORMAT.parseHex(text, 2, text.length());
  }

  /** Whether {@code text} is {@code 0x} and {@code digits} hex digits, in any case. */
  static boolean fits(String text, int digits) {
    if (text.length() != digits + 2 || text.charAt(0) != '0' || (text.charAt(1) | 0x20) != 'x') {
      return false;
    }
    for (int i = 2; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** A text of others in a message: never longer than a line. */
  static String shown(String text) {
    return "'" + (text.length() <= 80 ? text : text.substring(0, 80) + "...") + "'";
  }
}
