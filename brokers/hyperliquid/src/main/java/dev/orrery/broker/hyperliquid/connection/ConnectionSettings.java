package dev.orrery.broker.hyperliquid.connection;

import io.github.resilience4j.core.IntervalFunction;
import java.net.URI;
import java.time.Duration;

/**
 * How a connection behaves. All durations are of the process's clock.
 *
 * @param uri {@code wss://} or {@code ws://}, with path
 * @param connectTimeout until the socket is open
 * @param pingEvery how often a ping is sent; the venue closes what has been quiet for 60 s
 * @param silence nothing heard for this long, not even a pong: the connection is dead
 * @param acknowledgedWithin until all subscriptions are acknowledged
 * @param firstPause before connecting again; it doubles each time
 * @param longestPause what it grows to; the venue allows 30 new connections a minute
 * @param jitter part of a pause by which it varies, 0 to 1 (without)
 * @param stableAfter a connection that held this long makes the next pause the first one again
 * @param mostQueued frames that may wait for a slow listener; beyond it the connection is dropped
 *     and begun anew
 * @param largestFrame bytes
 * @param mostUnreadable unreadable frames in a row that end a connection
 */
public record ConnectionSettings(
    URI uri,
    Duration connectTimeout,
    Duration pingEvery,
    Duration silence,
    Duration acknowledgedWithin,
    Duration firstPause,
    Duration longestPause,
    double jitter,
    Duration stableAfter,
    int mostQueued,
    int largestFrame,
    int mostUnreadable) {
  /** Subscriptions the venue takes from one address of the internet. */
  static final int MOST_SUBSCRIPTIONS = 1_000;

  /** Checks. */
  public ConnectionSettings {
    if (uri.getHost() == null || !("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()))) {
      throw new IllegalArgumentException("a socket is at ws:// or wss:// and a host, not " + uri);
    }
    if (connectTimeout.toMillis() < 1
        || pingEvery.toMillis() < 1
        || silence.compareTo(pingEvery) <= 0
        || acknowledgedWithin.toMillis() < 1
        || firstPause.toMillis() < 1
        || longestPause.compareTo(firstPause) < 0
        || stableAfter.isNegative()
        || !(jitter >= 0 && jitter < 1)
        || mostQueued < 1
        || largestFrame < 1
        || mostUnreadable < 1) {
      throw new IllegalArgumentException(
          "durations are 1 ms or more, silence longer than the time between pings, the longest"
              + " pause not below the first, jitter from 0 to below 1, counts 1 or more: "
              + connectTimeout
              + ", "
              + pingEvery
              + ", "
              + silence
              + ", "
              + acknowledgedWithin
              + ", "
              + firstPause
              + ", "
              + longestPause
              + ", "
              + jitter
              + ", "
              + stableAfter
              + ", "
              + mostQueued
              + ", "
              + largestFrame
              + ", "
              + mostUnreadable);
    }
  }

  /** A ping every 15 s, dead after 25 s of silence, pauses from 0.5 s to 30 s. */
  public static ConnectionSettings of(URI uri) {
    return new ConnectionSettings(
        uri,
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(25),
        Duration.ofSeconds(10),
        Duration.ofMillis(500),
        Duration.ofSeconds(30),
        0.5,
        Duration.ofMinutes(1),
        20_000,
        16 << 20,
        20);
  }

  /** The pause before an attempt, which is 1 for the first one after a connection was lost. */
  IntervalFunction pauses() {
    return jitter == 0
        ? IntervalFunction.ofExponentialBackoff(firstPause, 2.0, longestPause)
        : IntervalFunction.ofExponentialRandomBackoff(firstPause, 2.0, jitter, longestPause);
  }
}
