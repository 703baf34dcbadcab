package dev.orrery.exchange.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A trouble that was asked for, and when it comes.
 *
 * <p>A trouble of requests or messages comes with those that match. An event that names an action
 * or a question comes after a matching one; any other comes at its time.
 *
 * @param trouble what goes wrong
 * @param match for what
 * @param probability of each occasion, above 0 and at most 1
 * @param skip occasions that pass first
 * @param count how often it comes; 0 without end
 * @param at when an event comes that waits for no request, counted from when it was asked for
 * @param every how long until it comes again; null for once
 */
public record Fault(
    Trouble trouble,
    Match match,
    double probability,
    int skip,
    int count,
    Duration at,
    @Nullable Duration every) {
  /** Checks. */
  public Fault {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "a probability is above 0 and at most 1, not " + probability);
    }
    if (skip < 0 || count < 0) {
      throw new IllegalArgumentException("skip and count are 0 or more: " + skip + ", " + count);
    }
    if (at.isNegative() || (every != null && every.toMillis() <= 0)) {
      throw new IllegalArgumentException("at is 0 or more and every above 0: " + at + ", " + every);
    }
  }

  /** Always, for everything. */
  public static Fault of(Trouble trouble) {
    return new Fault(trouble, Match.ALL, 1, 0, 0, Duration.ZERO, null);
  }

  /** For these alone. */
  public Fault matching(Match other) {
    return new Fault(trouble, other, probability, skip, count, at, every);
  }

  /** So often. */
  public Fault times(int other) {
    return new Fault(trouble, match, probability, skip, other, at, every);
  }

  /** After so many occasions have passed. */
  public Fault after(int other) {
    return new Fault(trouble, match, probability, other, count, at, every);
  }

  /** With this probability. */
  public Fault likely(double other) {
    return new Fault(trouble, match, other, skip, count, at, every);
  }

  /** Whether it comes by the clock, not with a request or a message. */
  boolean byTime() {
    return trouble instanceof Trouble.Event && !match.namesRequest();
  }
}
