package dev.orrery.api.market;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import java.time.Instant;
import java.util.List;

/**
 * A snapshot of resting interest, best level first on both sides.
 *
 * @param symbol instrument
 * @param bids buyers, highest price first
 * @param asks sellers, lowest price first
 * @param at timeline instant of the snapshot
 */
public record Book(String symbol, List<Level> bids, List<Level> asks, Instant at) {
  /** Copies both sides. */
  public Book {
    bids = List.copyOf(bids);
    asks = List.copyOf(asks);
  }

  /**
   * One price level.
   *
   * @param price the level's price
   * @param quantity base units resting there
   */
  public record Level(Price price, Quantity quantity) {}
}
