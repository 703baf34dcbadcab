package dev.orrery.broker.hyperliquid.feed;

import java.time.Duration;

/**
 * How the market is followed. Durations are of the process's clock.
 *
 * @param lateness how long a candle waits at its end for what belongs to it: the venue tells a
 *     candle with the block that changed it; below a second
 * @param midsSilence without mids for this long the connection begins anew
 * @param midsFreshFor mids this young are not asked for before a tick
 * @param oldestTrade trades that come later than this are not told: the venue begins with recent
 *     ones, which happened before anybody here could act on them
 * @param books whether books are followed
 * @param firstPause before candles are asked for again, when asking failed; it doubles
 * @param longestPause what it grows to
 */
public record FeedSettings(
    Duration lateness,
    Duration midsSilence,
    Duration midsFreshFor,
    Duration oldestTrade,
    boolean books,
    Duration firstPause,
    Duration longestPause) {
  /** What holds unless something else is said. */
  public static final FeedSettings DEFAULTS =
      new FeedSettings(
          Duration.ofMillis(750),
          Duration.ofSeconds(20),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          true,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  /** Checks. */
  public FeedSettings {
    if (lateness.isNegative()
        || lateness.toMillis() >= 1_000
        || midsSilence.toMillis() < 1
        || midsFreshFor.isNegative()
        || oldestTrade.isNegative()
        || firstPause.toMillis() < 1
        || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "lateness is from 0 to below 1 s, the others are above 0: "
              + lateness
              + ", "
              + midsSilence
              + ", "
              + midsFreshFor
              + ", "
              + oldestTrade
              + ", "
              + firstPause
              + ", "
              + longestPause);
    }
  }
}
