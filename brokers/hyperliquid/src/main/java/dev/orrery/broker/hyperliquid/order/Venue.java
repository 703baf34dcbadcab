package dev.orrery.broker.hyperliquid.order;

import dev.orrery.hyperliquid.market.MarketDirectory;
import dev.orrery.hyperliquid.market.VenueMarket;
import dev.orrery.kernel.Timeline;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What everything about one account's orders shares.
 *
 * @param orders those that are known
 * @param line the way they are sent
 * @param words how they are put
 * @param markets what is traded
 * @param timeline the market's time, which is the world's
 * @param settings how orders are sent
 */
public record Venue(
    Orders orders,
    Line line,
    OrderWords words,
    MarketDirectory markets,
    Timeline timeline,
    OrderSettings settings) {
  /**
   * Put together.
   *
   * @param marks the mark price of a symbol; NaN when there is none
   */
  public static Venue of(
      Orders orders,
      Line line,
      ToDoubleFunction<String> marks,
      MarketDirectory markets,
      Timeline timeline,
      OrderSettings settings) {
    return new Venue(orders, line, new OrderWords(settings, marks), markets, timeline, settings);
  }

  Optional<VenueMarket> market(String symbol) {
    return markets.byCoin(symbol).filter(it -> it.kind() == VenueMarket.Kind.PERP);
  }

  Instant now() {
    return timeline.now();
  }
}
