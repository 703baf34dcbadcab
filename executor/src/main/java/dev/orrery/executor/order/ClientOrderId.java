package dev.orrery.executor.order;

import dev.orrery.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Our id of an order: 16 bytes, the first half of a SHA-256 of deployment, origin, action, leg and
 * attempt. A pure function of the decision, so that asking or sending again is harmless.
 *
 * @param value {@code 0x} and 32 lower-case hex digits
 */
public record ClientOrderId(String value) implements Comparable<ClientOrderId> {
  /** Checks. */
  public ClientOrderId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a client order id is 0x and 32 hex digits, not '" + value + "'");
    }
  }

  /** Whether a text is {@code 0x} and 32 lower-case hex digits. */
  public static boolean isValid(String text) {
    if (text.length() != 34 || !text.startsWith("0x")) {
      return false;
    }
    for (int i = 2; i < 34; i++) {
      char digit = text.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }

  /**
   * The id of one leg.
   *
   * @param deployment deployment id
   * @param origin what asked for it: a firing id, or the name of a latch with its epoch
   * @param action index of the action within the decision
   * @param leg index of the order within the action
   * @param attempt 0 first; grows only after the attempt before is final
   */
  public static ClientOrderId of(
      String deployment, String origin, int action, int leg, int attempt) {
    MessageDigest digest = Sha256.newDigest();
    String text = deployment + '\n' + origin + '\n' + action + '\n' + leg + '\n' + attempt;
    byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
    return new ClientOrderId("0x" + HexFormat.of().formatHex(Arrays.copyOf(hash, 16)));
  }

  /**
   * The id of an order that was not placed by us: somebody else's, or the venue's own in a
   * liquidation. Its fills have the same one.
   *
   * @param venueOrderId the venue's id
   */
  public static ClientOrderId ofVenue(String venueOrderId) {
    return of("venue", venueOrderId, 0, 0, 0);
  }

  @Override
  public int compareTo(ClientOrderId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
