package dev.orrery.market.replay;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Usd;
import dev.orrery.market.file.BarColumns;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.file.TradeColumns;
import java.math.BigDecimal;

/**
 * The rules a symbol gets when none are configured: those of Hyperliquid's perpetuals. A price has
 * at most five significant figures and, beside a size of {@code d} decimals, at most {@code 6 - d}.
 */
public final class DefaultInstrument {
  private static final int PRICE_AND_SIZE_DECIMALS = 6;
  private static final int SIGNIFICANT_FIGURES = 5;
  private static final int BTC_SIZE_DECIMALS = 5;
  private static final int BTC_MAX_LEVERAGE = 40;
  private static final int OTHER_MAX_LEVERAGE = 20;
  private static final int MAX_OTHER_SIZE_DECIMALS = 4;

  private DefaultInstrument() {}

  static Instrument of(String symbol, MarketFile file) {
    return of(symbol, firstPrice(file));
  }

  /** By a price that is usual for it. */
  public static Instrument of(String symbol, double price) {
    boolean btc = symbol.equals("BTC");
    int sizeDecimals = btc ? BTC_SIZE_DECIMALS : sizeDecimals(price);
    return new Instrument(
        symbol,
        new PriceRule(
            BigDecimal.ONE.movePointLeft(PRICE_AND_SIZE_DECIMALS - sizeDecimals),
            SIGNIFICANT_FIGURES),
        BigDecimal.ONE.movePointLeft(sizeDecimals),
        Usd.of(10),
        btc ? BTC_MAX_LEVERAGE : OTHER_MAX_LEVERAGE);
  }

  /** As many decimals as the price has whole digits: a step of size is worth about a dollar. */
  private static int sizeDecimals(double price) {
    int decimals = 0;
    for (double left = price; left >= 1 && decimals < MAX_OTHER_SIZE_DECIMALS; left /= 10) {
      decimals++;
    }
    return decimals;
  }

  private static double firstPrice(MarketFile file) {
    return switch (file) {
      case TradeColumns trades -> trades.price(0);
      case BarColumns bars -> bars.open(0);
    };
  }
}
