package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.RefusalReason;
import org.jspecify.annotations.Nullable;

/**
 * Why an order is not taken.
 *
 * @param text the venue's words
 * @param status what becomes of the order; null when it never was one
 */
record Refused(String text, @Nullable String status) {
  /** The venue's text, with the market at its end as live ones have it. */
  static Refused of(RefusalReason reason, Market market, String status) {
    return new Refused(reason.text() + suffix(market), status);
  }

  /** A malformed order, which is written down nowhere. */
  static Refused malformed(RefusalReason reason) {
    return new Refused(reason.text(), null);
  }

  static String suffix(Market market) {
    return " asset=" + market.asset();
  }
}
