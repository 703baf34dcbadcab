package dev.orrery.market.jump;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * A sudden move.
 *
 * @param symbol what moved
 * @param movePct percent from the price it moved away from, negative when it fell
 * @param price where it is now
 * @param time timeline instant, epoch milliseconds
 */
public record PriceJump(String symbol, double movePct, double price, long time) {
  /** As an event's payload: {@code symbol}, {@code movePct}, {@code price}, {@code time}. */
  public String payload() {
    return String.format(
        Locale.ROOT,
        "{\"symbol\": \"%s\", \"movePct\": %s, \"price\": %s, \"time\": %d}",
        symbol,
        BigDecimal.valueOf(movePct).setScale(4, RoundingMode.HALF_EVEN).toPlainString(),
        BigDecimal.valueOf(price).toPlainString(),
        time);
  }
}
