package dev.orrery.hyperliquid;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A client order id: 16 bytes chosen by the client, by which it can ask for, change and cancel an
 * order whose answer it never saw.
 *
 * @param hex {@code 0x} and 32 digits; kept in lower case, because the text itself is hashed
 */
public record Cloid(@JsonValue String hex) {
  private static final int BYTES = 16;

  /** Checks, and lowers the case. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Cloid {
    if (!Hex.fits(hex, 2 * BYTES)) {
      throw new IllegalArgumentException(
          "a client order id is 0x and 32 hex digits, not " + Hex.shown(hex));
    }
    hex = hex.toLowerCase(Locale.ROOT);
  }

  /** The id of 16 bytes. */
  public static Cloid of(byte[] bytes) {
    return new Cloid(Hex.of(bytes));
  }

  /** The 16 bytes. */
  public byte[] bytes() {
    return Hex.bytes(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
