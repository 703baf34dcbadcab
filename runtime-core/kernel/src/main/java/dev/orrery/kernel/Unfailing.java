package dev.orrery.kernel;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Says what went wrong on threads that must not end. Where there is no memory for words it is
 * counted, and said with the next that can be. Thread-safe.
 */
public final class Unfailing {
  private static final AtomicLong UNSAID = new AtomicLong();

  private Unfailing() {}

  /**
   * Says it as an error; returns whatever happens.
   *
   * @param what with no place for an argument
   */
  public static void error(Logger log, String what, Throwable cause) {
    long unsaid = UNSAID.getAndSet(0);
    try {
      if (unsaid == 0) {
        log.error(what, cause);
      } else {
        log.error("{} unsaid_before={}", what, unsaid, cause);
      }
    } catch (RuntimeException | Error noMemory) {
      UNSAID.addAndGet(unsaid + 1);
    }
  }

  /** How much could not be said yet. */
  static long unsaid() {
    return UNSAID.get();
  }
}
