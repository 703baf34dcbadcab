package dev.orrery.control.machine.fly;

import java.time.Duration;

/** What may go wrong with one call. */
sealed interface FlyFault {
  /** Nothing is done. */
  record Refused(int status, String body) implements FlyFault {}

  /** It is done, and the answer says otherwise. */
  record DoneAnd(int status, String body) implements FlyFault {}

  /** The connection breaks; it may have been done. */
  record Lost(boolean done) implements FlyFault {}

  /** It is done, late. */
  record Slow(Duration by) implements FlyFault {}

  /** A list without anything in it. */
  record EmptyList() implements FlyFault {}

  /** A list as it was before the last machine was made. */
  record StaleList() implements FlyFault {}

  /** Too fast. */
  static FlyFault tooMany() {
    return new Refused(429, "{\"error\":\"rate limit exceeded\"}");
  }

  static FlyFault broken() {
    return new Refused(503, "upstream unavailable");
  }
}
