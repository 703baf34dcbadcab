package dev.orrery.broker.hyperliquid;

import dev.orrery.broker.hyperliquid.account.StreamSettings;
import dev.orrery.broker.hyperliquid.order.OrderSettings;
import java.time.Duration;

/**
 * How an account is traded on.
 *
 * @param agentValidity least time that the agent's approval must have left
 * @param clockSkew how far this machine's clock may be from the venue's
 * @param openTimeout until news of the account comes, process time
 * @param orders how orders are sent
 * @param stream how the account is followed
 */
public record BrokerSettings(
    Duration agentValidity,
    Duration clockSkew,
    Duration openTimeout,
    OrderSettings orders,
    StreamSettings stream) {
  /** A day of validity, 5 s of skew, 15 s to open. */
  public static final BrokerSettings DEFAULTS =
      new BrokerSettings(
          Duration.ofDays(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          OrderSettings.DEFAULTS,
          StreamSettings.DEFAULTS);
}
