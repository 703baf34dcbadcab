package dev.orrery.hyperliquid.wire;

import dev.orrery.hyperliquid.Address;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A refusal by the venue.
 *
 * @param reason which one
 * @param text the venue's words, as they came
 */
public record Refusal(RefusalReason reason, String text) {
  private static final String OLD_PREFIX = "L1 error: ";
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}(?![0-9a-fA-F])");
  private static final Pattern ASSET = Pattern.compile(" asset=([0-9]{1,9})$");

  /** Sorts a text. */
  public static Refusal of(String text) {
    String known = text.startsWith(OLD_PREFIX) ? text.substring(OLD_PREFIX.length()) : text;
    for (RefusalReason reason : RefusalReason.values()) {
      if (reason.fits(known)) {
        return new Refusal(reason, text);
      }
    }
    boolean aboutCloid = known.toLowerCase(Locale.ROOT).contains("cloid");
    return new Refusal(aboutCloid ? RefusalReason.CLOID : RefusalReason.UNKNOWN, text);
  }

  /**
   * The address it names. For {@link RefusalReason#UNKNOWN_SIGNER} this is who the venue takes for
   * the signer: if that is not who signed, the hash was wrong; if it is, the account or the
   * approval is.
   */
  public Optional<Address> address() {
    Matcher found = ADDRESS.matcher(text);
    return found.find() ? Optional.of(new Address(found.group())) : Optional.empty();
  }

  /** The number of the market it names at its end. */
  public OptionalInt asset() {
    Matcher found = ASSET.matcher(text);
    return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
  }

  /** Code and text, for a log or a journal. */
  @Override
  public String toString() {
    return reason + ": " + text;
  }
}
