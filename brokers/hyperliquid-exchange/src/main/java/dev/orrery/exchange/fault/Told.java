package dev.orrery.exchange.fault;

import dev.orrery.hyperliquid.Address;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message to those who subscribed, as far as faults care.
 *
 * @param channel its channel
 * @param user the account it is about, if any
 * @param coins the markets it is about
 */
public record Told(String channel, @Nullable Address user, Set<String> coins) {
  /** Copies. */
  public Told {
    coins = Set.copyOf(coins);
  }
}
