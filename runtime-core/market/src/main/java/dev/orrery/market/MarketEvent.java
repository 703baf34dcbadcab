package dev.orrery.market;

import dev.orrery.api.market.Book;
import dev.orrery.api.market.Interval;
import java.util.List;
import java.util.Map;

/**
 * Something that happened on a market. Prices and sizes are doubles as the feed read them; whoever
 * turns one into money takes its shortest decimal form ({@code Price.of(double)}), which is exact
 * for the at most 15 figures a venue uses. Times are epoch milliseconds of the timeline.
 */
public sealed interface MarketEvent {
  /** When it happened. */
  long time();

  /** One public trade: sets last, mid and, where the feed has no mark of its own, the mark. */
  record Trade(String symbol, long time, double price, double size) implements MarketEvent {}

  /**
   * A finished candle, published at its close.
   *
   * @param time its close: open time plus interval
   */
  record Bar(
      String symbol,
      Interval interval,
      long openTime,
      long time,
      double open,
      double high,
      double low,
      double close,
      double volume)
      implements MarketEvent {}

  /**
   * A candle so far, as the venue has it: takes the place of what is known of it, and its series is
   * built from nothing else from then on. It closes at its end, by itself. Where mids and marks
   * have stopped coming its close stands in for them.
   *
   * @param bar its close lies ahead, or a moment back
   */
  record CandleSoFar(long time, Bar bar) implements MarketEvent {}

  /** Mid prices, of all symbols or some: what keeps prices fresh. Copies nothing. */
  record Mids(long time, Map<String, Double> prices) implements MarketEvent {}

  /** Mark prices, where the venue gives its own. */
  record Marks(long time, Map<String, Double> prices) implements MarketEvent {}

  /** A book snapshot. */
  record BookChange(long time, Book book) implements MarketEvent {}

  /** A new hourly funding rate, with the price the payment will use. */
  record FundingRate(String symbol, long time, double hourlyRate, double oraclePrice)
      implements MarketEvent {}

  /**
   * Candles from before, oldest first: fills the board's history and fires nothing. Those whose
   * {@link Bar#time} lies after {@code time} are the parts so far of candles under construction.
   */
  record History(long time, List<Bar> bars) implements MarketEvent {}
}
