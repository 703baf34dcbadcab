package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A book by price.
 *
 * @param coin the market
 * @param time epoch milliseconds
 * @param levels bids, then asks, best first
 * @param spread where prices were put together
 * @param fast true of the short form
 */
public record L2Book(
    String coin,
    long time,
    List<List<BookLevel>> levels,
    @Nullable BigDecimal spread,
    @Nullable Boolean fast) {
  /** Copies the list. */
  public L2Book {
    levels = List.copyOf(levels);
  }

  /** Bids, best first. */
  public List<BookLevel> bids() {
    return levels.size() > 0 ? levels.get(0) : List.of();
  }

  /** Asks, best first. */
  public List<BookLevel> asks() {
    return levels.size() > 1 ? levels.get(1) : List.of();
  }
}
