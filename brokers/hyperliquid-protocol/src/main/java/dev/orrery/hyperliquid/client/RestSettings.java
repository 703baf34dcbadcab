package dev.orrery.hyperliquid.client;

import java.net.URI;
import java.time.Duration;

/**
 * How to call.
 *
 * @param base scheme, host and port, without a path
 * @param connectTimeout for a connection to come about
 * @param answerTimeout for the whole answer, from the call on; the venue answers an action when its
 *     block is committed
 * @param attempts how often a question is asked before its failure is told; actions are sent once
 * @param pause before a question is asked again; it doubles, and varies by half
 */
public record RestSettings(
    URI base, Duration connectTimeout, Duration answerTimeout, int attempts, Duration pause) {
  /** Checks. */
  public RestSettings {
    if (base.getHost() == null || !base.getPath().matches("/?")) {
      throw new IllegalArgumentException(
          "base is scheme, host and port, as https://host:port, not " + base);
    }
    if (connectTimeout.toMillis() < 1
        || answerTimeout.toMillis() < 1
        || pause.toMillis() < 1
        || attempts < 1) {
      throw new IllegalArgumentException(
          "timeouts and pause are 1 ms or more and attempts 1 or more, not "
              + connectTimeout
              + ", "
              + answerTimeout
              + ", "
              + pause
              + " and "
              + attempts);
    }
  }

  /** 3 s to connect, 5 s to answer, three attempts from 200 ms on. */
  public static RestSettings of(URI base) {
    return new RestSettings(
        base, Duration.ofSeconds(3), Duration.ofSeconds(5), 3, Duration.ofMillis(200));
  }

  URI at(String path) {
    return base.resolve(path);
  }
}
