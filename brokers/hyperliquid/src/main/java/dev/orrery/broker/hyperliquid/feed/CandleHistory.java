package dev.orrery.broker.hyperliquid.feed;

import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.market.MarketEvent;
import java.util.Comparator;
import java.util.List;

/** Asks the venue for candles from before. Blocks; as thread-safe as its client. */
final class CandleHistory {
  private final RestClient rest;

  CandleHistory(RestClient rest) {
    this.rest = rest;
  }

  /**
   * The venue's candles, oldest first, that {@code count} finished ones are made of, and what comes
   * after them.
   *
   * @throws dev.orrery.kernel.ProblemException when the venue did not answer
   */
  List<Candle> ask(CandleParts candles, int count, long now) {
    return rest
        .ask(
            new MarketRequest.Candles(
                new MarketRequest.CandleRange(
                    candles.symbol(), candles.base().toString(), candles.from(count, now), null)))
        .orThrow()
        .stream()
        .sorted(Comparator.comparingLong(Candle::openTime))
        .toList();
  }

  /**
   * The last finished ones, at most {@code count}, and what is under construction at {@code now}.
   */
  static List<MarketEvent.Bar> last(List<MarketEvent.Bar> bars, int count, long now) {
    long finished = bars.stream().filter(bar -> bar.time() <= now).count();
    return bars.subList((int) Math.max(0, finished - count), bars.size());
  }
}
