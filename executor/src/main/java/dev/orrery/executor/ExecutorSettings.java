package dev.orrery.executor;

import dev.orrery.executor.reconcile.Tolerances;
import java.time.Duration;

/**
 * Settings of the executor.
 *
 * @param markStaleAfter age of the feed's last word on a symbol from which nothing is opened;
 *     timeline
 * @param orderTimeout time from commit after which an order is not sent any more; process clock
 * @param flushTimeout longest wait for an intent to be durable; process clock
 * @param answerTimeout longest wait for a broker's answer to a batch, a little more than the 5 s
 *     that a broker has; process clock
 * @param reportTimeout longest wait for a broker's report; process clock
 * @param reconcileEvery how often the book is compared with the venue; timeline
 * @param settleTime age from which a fill cannot be in flight any more; timeline
 * @param clockSkew most that the venue's clock and ours differ
 * @param balanceTolerance difference of balance, in hundredths of a dollar, that is no drift
 */
public record ExecutorSettings(
    Duration markStaleAfter,
    Duration orderTimeout,
    Duration flushTimeout,
    Duration answerTimeout,
    Duration reportTimeout,
    Duration reconcileEvery,
    Duration settleTime,
    Duration clockSkew,
    int balanceTolerance) {
  /** As shipped. */
  public static final ExecutorSettings DEFAULTS =
      new ExecutorSettings(
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(6),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          1);

  /** What a comparison with the venue goes by. */
  public Tolerances tolerances() {
    return new Tolerances(settleTime, clockSkew, balanceTolerance);
  }
}
