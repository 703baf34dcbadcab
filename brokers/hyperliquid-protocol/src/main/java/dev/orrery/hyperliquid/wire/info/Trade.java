package dev.orrery.hyperliquid.wire.info;

import dev.orrery.hyperliquid.wire.BookSide;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trade.
 *
 * @param coin the market
 * @param side of the one who took
 * @param px price
 * @param sz size
 * @param hash of the transaction
 * @param time epoch milliseconds
 * @param tid with coin and time, its identity
 * @param users buyer and seller
 */
public record Trade(
    String coin,
    BookSide side,
    BigDecimal px,
    BigDecimal sz,
    String hash,
    long time,
    long tid,
    @Nullable List<String> users) {
  /** Copies the list. */
  public Trade {
    users = users == null ? null : List.copyOf(users);
  }
}
