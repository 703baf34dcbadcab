package dev.orrery.broker.hyperliquid.order;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How orders are sent. Durations are of the process's clock.
 *
 * @param marketBound part of the mark price by which an order at market may be filled worse
 * @param triggerBound part of the trigger price by which a trigger order at market may be
 * @param fillWait how long the fills of what executed at once are waited for
 * @param callTimeout until a whole batch is answered
 * @param askWithin how much of that may be spent on a question before an order is sent
 * @param settle how long fills of an order that has filled are awaited before they are asked for
 * @param firstRetry before an exit that was not placed is tried again; it doubles
 * @param longestRetry what that grows to
 * @param exitValidity how long the venue takes an exit after it was signed, and how long its answer
 *     is waited for
 * @param remembered how many final orders are remembered
 */
public record OrderSettings(
    BigDecimal marketBound,
    BigDecimal triggerBound,
    Duration fillWait,
    Duration callTimeout,
    Duration askWithin,
    Duration settle,
    Duration firstRetry,
    Duration longestRetry,
    Duration exitValidity,
    int remembered) {
  /** 1 % from the mark, 10 % from a trigger, 2 s for fills, 4.5 s for a batch, 2 s for an exit. */
  public static final OrderSettings DEFAULTS =
      new OrderSettings(
          new BigDecimal("0.01"),
          new BigDecimal("0.1"),
          Duration.ofSeconds(2),
          Duration.ofMillis(4_500),
          Duration.ofSeconds(1),
          Duration.ofMillis(1_500),
          Duration.ofMillis(500),
          Duration.ofSeconds(15),
          Duration.ofSeconds(2),
          10_000);

  /** Checks. */
  public OrderSettings {
    if (marketBound.signum() <= 0
        || triggerBound.signum() <= 0
        || fillWait.isNegative()
        || callTimeout.toMillis() < 1
        || askWithin.compareTo(callTimeout) >= 0
        || settle.isNegative()
        || firstRetry.toMillis() < 1
        || longestRetry.compareTo(firstRetry) < 0
        || exitValidity.toMillis() < 1
        || remembered < 1) {
      throw new IllegalArgumentException(
          "bounds and durations are above zero, a question takes less than a batch: "
              + marketBound
              + ", "
              + triggerBound
              + ", "
              + fillWait
              + ", "
              + callTimeout
              + ", "
              + askWithin
              + ", "
              + settle
              + ", "
              + firstRetry
              + ", "
              + longestRetry
              + ", "
              + exitValidity
              + ", "
              + remembered);
    }
  }
}
