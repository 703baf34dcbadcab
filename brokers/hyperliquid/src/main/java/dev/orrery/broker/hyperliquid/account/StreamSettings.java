package dev.orrery.broker.hyperliquid.account;

import java.time.Duration;

/**
 * How an account is followed.
 *
 * @param overlap how far before the last thing known what was missed is asked for: the venue's
 *     answers may be a moment behind its pushes; what comes twice is told once
 * @param remembered how many fills, payments and movements are remembered, to tell each once
 * @param firstPause before what was missed is asked for again, when asking failed; it doubles
 * @param longestPause what it grows to
 */
public record StreamSettings(
    Duration overlap, int remembered, Duration firstPause, Duration longestPause) {
  /** 30 s of overlap, 20,000 remembered, pauses from 1 s to 30 s. */
  public static final StreamSettings DEFAULTS =
      new StreamSettings(
          Duration.ofSeconds(30), 20_000, Duration.ofSeconds(1), Duration.ofSeconds(30));

  /** Checks. */
  public StreamSettings {
    if (overlap.isNegative()
        || remembered < 1
        || firstPause.toMillis() < 1
        || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "overlap is 0 or more, remembered and pauses above it: "
              + overlap
              + ", "
              + remembered
              + ", "
              + firstPause
              + ", "
              + longestPause);
    }
  }
}
