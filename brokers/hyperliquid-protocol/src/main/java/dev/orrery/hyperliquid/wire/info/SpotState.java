package dev.orrery.hyperliquid.wire.info;

import java.util.List;

/**
 * The spot balances of a user.
 *
 * @param balances what there is
 */
public record SpotState(List<SpotBalance> balances) {
  /** Copies the list. */
  public SpotState {
    balances = List.copyOf(balances);
  }
}
