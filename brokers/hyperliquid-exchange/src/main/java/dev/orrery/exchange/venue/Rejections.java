package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Address;
import org.jspecify.annotations.Nullable;

/** Refusals by hand, of orders that nothing is wrong with. */
final class Rejections {
  /**
   * What is refused next.
   *
   * @param user whose; null for anybody
   * @param pass so many go through first
   * @param count so many are refused after them
   * @param text what they are answered
   */
  record Saved(@Nullable Address user, int pass, int count, String text) {}

  private Saved next = new Saved(null, 0, 0, "");

  void set(Saved other) {
    next = other;
  }

  Saved saved() {
    return next;
  }

  /** Whether this order is one of them. */
  @Nullable Refused next(Address owner, Market market) {
    if (next.count == 0 || (next.user != null && !next.user.equals(owner))) {
      return null;
    }
    if (next.pass > 0) {
      next = new Saved(next.user, next.pass - 1, next.count, next.text);
      return null;
    }
    next = new Saved(next.user, 0, next.count - 1, next.text);
    return new Refused(next.text + Refused.suffix(market), "rejected");
  }
}
