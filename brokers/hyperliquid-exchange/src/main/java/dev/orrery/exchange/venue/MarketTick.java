package dev.orrery.exchange.venue;

import dev.orrery.hyperliquid.wire.BookSide;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A move of the market outside: of the oracle, and of what the synthetic makers quote. Times are
 * epoch milliseconds of the venue's clock.
 */
public sealed interface MarketTick {
  /** The market. */
  String coin();

  /** When. */
  long time();

  /**
   * A trade.
   *
   * @param coin the market
   * @param time when
   * @param px price
   * @param sz size
   * @param taker the side that took; null when it is not known
   */
  record Print(String coin, long time, BigDecimal px, BigDecimal sz, @Nullable BookSide taker)
      implements MarketTick {
    /** Checks. */
    public Print {
      if (px.signum() <= 0 || sz.signum() < 0) {
        throw new IllegalArgumentException(
            coin + ": a trade has a price above zero and no size below: " + px + ", " + sz);
      }
    }
  }

  /**
   * A candle. The price goes from open over the nearer extreme and the other one to close, all at
   * one time.
   *
   * @param coin the market
   * @param time when it is known
   * @param open first price
   * @param high highest price
   * @param low lowest price
   * @param close last price
   * @param volume in base units
   */
  record Bar(
      String coin,
      long time,
      BigDecimal open,
      BigDecimal high,
      BigDecimal low,
      BigDecimal close,
      BigDecimal volume)
      implements MarketTick {
    /** Checks. */
    public Bar {
      if (low.signum() <= 0
          || low.compareTo(open.min(close)) > 0
          || high.compareTo(open.max(close)) < 0
          || volume.signum() < 0) {
        throw new IllegalArgumentException(
            "%s: no candle: open %s, high %s, low %s, close %s, volume %s"
                .formatted(coin, open, high, low, close, volume));
      }
    }
  }
}
