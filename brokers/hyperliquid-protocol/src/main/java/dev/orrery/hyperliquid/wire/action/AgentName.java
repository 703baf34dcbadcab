package dev.orrery.hyperliquid.wire.action;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name an agent is approved under, with the time its approval ends. Both are one text in what
 * is signed; the venue reports the name alone.
 *
 * @param name up to 16 characters; empty for the unnamed agent
 * @param validUntil epoch milliseconds, at most 180 days ahead; null leaves it to the venue, which
 *     takes 90 days
 */
public record AgentName(String name, @Nullable Long validUntil) {
  /** Longest name. */
  public static final int LONGEST = 16;

  private static final Pattern WITH_END = Pattern.compile("(.*) valid_until ([0-9]{1,18})");

  /** Checks. */
  public AgentName {
    if (name.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the name of an agent has at most " + LONGEST + " characters, '" + name + "' has more");
    }
  }

  /** A name whose approval ends when the venue says. */
  public static AgentName of(String name) {
    return new AgentName(name, null);
  }

  /**
   * What an approval says.
   *
   * @throws IllegalArgumentException when the name is too long
   */
  public static AgentName parse(String text) {
    Matcher parts = WITH_END.matcher(text);
    return parts.matches()
        ? new AgentName(parts.group(1), Long.parseLong(parts.group(2)))
        : AgentName.of(text);
  }

  /** The text that is signed. */
  public String text() {
    return validUntil == null ? name : name + " valid_until " + validUntil;
  }
}
