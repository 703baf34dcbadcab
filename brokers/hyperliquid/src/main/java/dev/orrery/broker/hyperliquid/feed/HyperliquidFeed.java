package dev.orrery.broker.hyperliquid.feed;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.connection.VenueConnection;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.market.FeedPosition;
import dev.orrery.market.Kept;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketDataException;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketFeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The live market. News is published by the connection's thread; what is asked for (candles from
 * before, mids for a tick) by whoever has the answer. Thread-safe.
 */
final class HyperliquidFeed implements MarketFeed {
  private final VenueAccess venue;
  private final List<Instrument> instruments;
  private final Set<String> known;
  private final Set<String> first;
  private final FeedSettings settings;
  private final WallTimeline timeline;
  private final LiveCandles candles;
  private final FeedNews news;
  private final VenueConnection connection;
  private final Set<String> followed = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable MarketBoard board;

  HyperliquidFeed(
      VenueAccess venue,
      List<Instrument> instruments,
      Set<String> first,
      FeedSettings settings,
      WallTimeline timeline) {
    this.venue = venue;
    this.instruments = List.copyOf(instruments);
    this.known = instruments.stream().map(Instrument::symbol).collect(Collectors.toSet());
    this.first = first;
    this.settings = settings;
    this.timeline = timeline;
    this.candles = new LiveCandles(venue.rest(), timeline, settings);
    this.news = new FeedNews(timeline, settings, known, candles);
    this.connection = venue.connection("orrery-hyperliquid-market", news);
    connection.subscribe(new Subscription.AllMids(null), settings.midsSilence());
  }

  @Override
  public WallTimeline timeline() {
    return timeline;
  }

  @Override
  public List<Instrument> instruments() {
    return instruments;
  }

  @Override
  public Duration lateness() {
    return settings.lateness();
  }

  /** Blocks on the network; a venue that does not answer has none. */
  @Override
  public List<MarketEvent.Bar> history(String symbol, Interval interval, int count) {
    return known.contains(symbol) ? candles.ask(symbol, interval, count) : List.of();
  }

  /** Does not wait for the venue: what has been comes when it is there. */
  @Override
  public void warm(MarketBoard running, String symbol, Interval interval, int count) {
    running.keep(symbol, interval, count);
    if (board == null) {
      return; // It begins with everything that is kept.
    }
    follow(symbol);
    keep(symbol, interval, count);
  }

  @Override
  public void run(MarketBoard running) throws InterruptedException {
    board = running;
    candles.publishTo(running);
    news.publishTo(running);
    first.stream().filter(known::contains).forEach(this::follow);
    for (Kept kept : running.kept()) {
      follow(kept.symbol());
      keep(kept.symbol(), kept.interval(), kept.history());
    }
    if (closed.getCount() > 0) {
      connection.start();
    }
    closed.await();
  }

  @Override
  public Optional<FeedPosition> position() {
    return Optional.empty();
  }

  @Override
  public void freshen(MarketBoard running) throws MarketDataException {
    if (timeline.nowMillis() - news.midsAt() <= settings.midsFreshFor().toMillis()) {
      return;
    }
    try {
      news.mids(venue.quick().ask(new MarketRequest.AllMids(null)).orThrow());
    } catch (ProblemException e) {
      throw new MarketDataException("the mids could not be had: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    connection.close();
    candles.close();
    timeline.close();
  }

  private void follow(String symbol) {
    if (!followed.add(symbol)) {
      return;
    }
    connection.subscribe(new Subscription.AssetContext(symbol));
    connection.subscribe(new Subscription.Trades(symbol));
    if (settings.books()) {
      connection.subscribe(new Subscription.Book(symbol, null, null, null));
    }
  }

  private void keep(String symbol, Interval interval, int count) {
    VenueIntervals.base(interval)
        .ifPresent(base -> {
          candles.keep(symbol, interval, count);
          connection.subscribe(new Subscription.Candles(symbol, base.toString()));
        });
  }
}
