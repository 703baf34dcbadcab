package dev.orrery.runtime.control;

import java.time.Instant;

/**
 * A strategy is not asked any more, until a person releases it.
 *
 * @param cause why; begins with {@value #HANGS} when a decision did not end
 * @param since wall instant
 */
public record Quarantine(String cause, Instant since) {
  /** How the cause begins when a decision did not end whatever was done. */
  public static final String HANGS = "hangs:";

  /** Whether it is for a decision that does not end. */
  public boolean hangs() {
    return cause.startsWith(HANGS);
  }
}
