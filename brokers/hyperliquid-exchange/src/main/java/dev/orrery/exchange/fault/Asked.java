package dev.orrery.exchange.fault;

import dev.orrery.hyperliquid.Address;
import java.util.Set;

/**
 * A request, as far as faults care.
 *
 * @param isAction whether it is an action; otherwise it is a question
 * @param type its type
 * @param users the signer and the account it is for, or whom it asks about
 * @param coins the markets in it
 */
public record Asked(boolean isAction, String type, Set<Address> users, Set<String> coins) {
  /** Copies. */
  public Asked {
    users = Set.copyOf(users);
    coins = Set.copyOf(coins);
  }
}
