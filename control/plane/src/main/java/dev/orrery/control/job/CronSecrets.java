package dev.orrery.control.job;

import dev.orrery.kernel.Secret;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a clock from outside must show. While a secret is replaced, the old one counts, too. Without
 * any, nobody gets in. Immutable.
 */
public final class CronSecrets {
  /** The secret in force. */
  public static final String CURRENT = "CRON_SECRET";

  /** The one before, for as long as callers still have it. */
  public static final String PREVIOUS = "CRON_SECRET_PREVIOUS";

  private static final String BEARER = "Bearer ";

  private final List<Secret> valid;

  /** These count. */
  public CronSecrets(List<Secret> valid) {
    this.valid = List.copyOf(valid);
  }

  /** As the environment has them. */
  public static CronSecrets of(Map<String, String> environment) {
    return new CronSecrets(
        Stream.of(CURRENT, PREVIOUS)
            .map(name -> environment.getOrDefault(name, ""))
            .filter(text -> !text.isBlank())
            .map(Secret::of)
            .toList());
  }

  /**
   * Whether a caller may run jobs. All secrets are compared, each in constant time, so that the
   * time tells nothing of which one fits.
   *
   * @param authorization the header; null when there was none
   */
  public boolean fit(@Nullable String authorization) {
    String shown =
        authorization != null && authorization.startsWith(BEARER)
            ? authorization.substring(BEARER.length())
            : "";
    boolean fits = false;
    for (Secret secret : valid) {
      fits |= secret.matches(shown);
    }
    return fits;
  }
}
