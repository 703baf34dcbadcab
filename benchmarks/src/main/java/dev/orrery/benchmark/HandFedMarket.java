package dev.orrery.benchmark;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Usd;
import dev.orrery.kernel.SteppedTimeline;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.FeedPosition;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketFeed;
import dev.orrery.market.MarketSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A market with two hours of one-minute candles behind it. On the wall timeline it has a new price
 * four times a second, so that prices are fresh; on a simulated one it stands still until it is
 * given a candle.
 */
final class HandFedMarket implements MarketSource, MarketFeed {
  private static final int HISTORY = 120;
  private static final long PRICE_EVERY_MILLIS = 250;

  private final Timeline timeline;
  private final double[] closes = GenerateBars.of(4_096).closes();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final long firstOpen;
  private @Nullable MarketBoard board;
  private int given = HISTORY;

  HandFedMarket(Timeline timeline) {
    this.timeline = timeline;
    this.firstOpen = Interval.MINUTE.floor(timeline.nowMillis()) - HISTORY * 60_000L;
  }

  /** Steps to the close of the next candle and publishes it, and with it what it fires. */
  void next() {
    MarketEvent.Bar bar = bar(given++);
    ((SteppedTimeline) timeline).step(bar.time(), () -> Objects.requireNonNull(board).publish(bar));
  }

  @Override
  public String describe() {
    return "candles by hand";
  }

  @Override
  public MarketFeed open(Optional<FeedPosition> from) {
    return this;
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }

  @Override
  public List<Instrument> instruments() {
    return List.of(
        new Instrument(
            "BTC",
            new PriceRule(new BigDecimal("0.1"), 5),
            new BigDecimal("0.00001"),
            Usd.of("10"),
            40));
  }

  @Override
  public List<MarketEvent.Bar> history(String symbol, Interval interval, int count) {
    return List.of();
  }

  @Override
  public void run(MarketBoard wanted) throws InterruptedException {
    board = wanted;
    List<MarketEvent.Bar> bars = new ArrayList<>();
    for (int i = 0; i < HISTORY; i++) {
      bars.add(bar(i));
    }
    publishPrice(wanted, HISTORY);
    wanted.publish(new MarketEvent.History(timeline.nowMillis(), bars));
    if (timeline.kind() == Timeline.Kind.WALL) {
      for (int i = 0; !closed.await(PRICE_EVERY_MILLIS, TimeUnit.MILLISECONDS); i++) {
        publishPrice(wanted, HISTORY + i % 1_000);
      }
    }
  }

  private void publishPrice(MarketBoard wanted, int number) {
    wanted.publish(new MarketEvent.Mids(timeline.nowMillis(), Map.of("BTC", closes[number])));
  }

  @Override
  public Optional<FeedPosition> position() {
    return Optional.empty();
  }

  @Override
  public void freshen(MarketBoard wanted) {
    // Its prices are fresh.
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private MarketEvent.Bar bar(int number) {
    double open = closes[Math.floorMod(number - 1, closes.length)];
    double close = closes[number % closes.length];
    long openTime = firstOpen + number * 60_000L;
    return new MarketEvent.Bar(
        "BTC",
        Interval.MINUTE,
        openTime,
        openTime + 60_000L,
        open,
        Math.max(open, close),
        Math.min(open, close),
        close,
        1);
  }
}
