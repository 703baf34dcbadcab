package dev.orrery.runtime.plugin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the plugin API. Within one major version the API only grows: what was built for a
 * minor version runs on every later one.
 *
 * @param major changes when something is taken away
 * @param minor changes when something is added
 */
public record ApiVersion(int major, int minor) {
  /** What this runtime offers. */
  public static final ApiVersion OFFERED = new ApiVersion(1, 0);

  /** Attribute of a jar's manifest that says for which version it was built. */
  static final String MANIFEST_ATTRIBUTE = "Orrery-Api-Version";

  private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\.\\d{1,6})?");

  /** Reads {@code 1.0}; a third number is of no consequence. */
  static Optional<ApiVersion> parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim());
    return matcher.matches()
        ? Optional.of(
            new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Whether a jar built for {@code wanted} runs on this version. */
  public boolean runs(ApiVersion wanted) {
    return wanted.major == major && wanted.minor <= minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
