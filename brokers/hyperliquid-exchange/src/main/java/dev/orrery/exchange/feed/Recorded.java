package dev.orrery.exchange.feed;

import dev.orrery.hyperliquid.market.MarketRules;
import dev.orrery.market.file.BarColumns;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.file.TradeColumns;
import java.math.BigDecimal;

/**
 * A market and its recording.
 *
 * @param coin the market
 * @param file what was recorded
 */
public record Recorded(String coin, MarketFile file) {
  /** The first price, as the market takes it. */
  public BigDecimal firstPrice(int szDecimals) {
    return price(
        switch (file) {
          case TradeColumns trades -> trades.price(0);
          case BarColumns bars -> bars.open(0);
        },
        MarketRules.perp(szDecimals));
  }

  /** A recorded price on the market's grid. */
  static BigDecimal price(double recorded, MarketRules rules) {
    return rules.nearest(BigDecimal.valueOf(recorded)).orElse(rules.step(BigDecimal.ONE));
  }
}
