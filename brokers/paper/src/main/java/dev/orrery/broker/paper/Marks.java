package dev.orrery.broker.paper;

import dev.orrery.api.market.Funding;
import dev.orrery.api.value.Price;
import dev.orrery.market.MarketSnapshot;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mark prices as the account sees them: the feed's; where it has none, those set by hand; while a
 * bar is walked through, the price reached. Confined to the broker's lock.
 */
final class Marks {
  private final Map<String, Double> byHand = new HashMap<>();
  private @Nullable MarketSnapshot market;
  private @Nullable String walkedSymbol;
  private double walkedPrice;

  // The decimal of a double costs more than all that is done with it: an order asks a dozen times.
  private double lastMark = Double.NaN;
  private @Nullable Price lastPrice;

  void see(MarketSnapshot now) {
    market = now;
  }

  void set(String symbol, double price) {
    byHand.put(symbol, price);
  }

  /** From here on {@code symbol} is at {@code price}, until {@link #arrive}. */
  void walk(String symbol, double price) {
    walkedSymbol = symbol;
    walkedPrice = price;
  }

  void arrive() {
    walkedSymbol = null;
  }

  /** NaN when there is none. */
  double of(String symbol) {
    if (symbol.equals(walkedSymbol)) {
      return walkedPrice;
    }
    double told = market == null ? Double.NaN : market.mark(symbol);
    return Double.isNaN(told) ? byHand.getOrDefault(symbol, Double.NaN) : told;
  }

  @Nullable Price price(String symbol) {
    double mark = of(symbol);
    if (Double.isNaN(mark)) {
      return null;
    }
    if (mark != lastMark) {
      lastMark = mark;
      lastPrice = Price.of(mark);
    }
    return lastPrice;
  }

  @Nullable Funding funding(String symbol) {
    return market == null ? null : market.funding(symbol);
  }
}
