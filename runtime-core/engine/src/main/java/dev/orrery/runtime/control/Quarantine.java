package dev.orrery.runtime.control;

import java.time.Instant;

/**
 * A strategy is not asked any more, until a person releases it.
 *
 * @param cause why; begins with {@value #HANGS} or {@value #MEMORY}
 * @param since wall instant
 */
public record Quarantine(String cause, Instant since) {
  /** How the cause begins when a decision did not end whatever was done. */
  public static final String HANGS = "hangs:";

  /** How the cause begins when the strategy filled the heap. */
  public static final String MEMORY = "memory:";

  /** Whether it is for a decision that does not end. */
  public boolean hangs() {
    return cause.startsWith(HANGS);
  }

  /** Whether it is for memory: then its code was let go of, too. */
  public boolean memory() {
    return cause.startsWith(MEMORY);
  }
}
