package dev.orrery.runner.machine;

import java.time.Duration;

/**
 * How long a lease is good for.
 *
 * @param time from one renewal until it runs out, by the database's clock
 * @param renewal between two renewals
 * @param margin before its end at which the holder trusts it no more, by a clock of its own; longer
 *     than an order is under way
 * @param patience how long the account of another deployment is waited for, which drains
 */
public record LeaseTimes(Duration time, Duration renewal, Duration margin, Duration patience) {
  /** 30 s, renewed every 10 s, trusted for 22 s; an account is waited for a minute. */
  public static final LeaseTimes STANDARD =
      new LeaseTimes(
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(8),
          Duration.ofMinutes(1));

  /** Checks. */
  public LeaseTimes {
    if (!renewal.isPositive() || renewal.plus(margin).compareTo(time) >= 0) {
      throw new IllegalArgumentException(
          "a lease of %s is not renewed in time every %s with a margin of %s"
              .formatted(time, renewal, margin));
    }
  }

  /** How long it is trusted after the last renewal began. */
  Duration trust() {
    return time.minus(margin);
  }
}
