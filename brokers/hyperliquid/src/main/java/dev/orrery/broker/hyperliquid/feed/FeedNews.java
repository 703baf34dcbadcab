package dev.orrery.broker.hyperliquid.feed;

import dev.orrery.api.market.Book;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.broker.hyperliquid.connection.ConnectionListener;
import dev.orrery.hyperliquid.wire.info.BookLevel;
import dev.orrery.hyperliquid.wire.info.L2Book;
import dev.orrery.hyperliquid.wire.info.Trade;
import dev.orrery.hyperliquid.wire.socket.MarketMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the venue pushes, in the market's words. What it does not date happened when it came; what
 * it does date never lies ahead. Confined to the connection's thread but for {@link #mids} and
 * {@link #midsAt}.
 */
final class FeedNews implements ConnectionListener {
  private static final Logger LOG = LoggerFactory.getLogger(HyperliquidFeed.class);

  private record Rate(BigDecimal hourly, long hour) {}

  private static final long HOUR_MILLIS = 3_600_000;

  private final Timeline timeline;
  private final FeedSettings settings;
  private final Set<String> known;
  private final LiveCandles candles;
  private final Map<String, Rate> rates = new HashMap<>();
  private final TradesOnce trades = new TradesOnce();
  private final AtomicLong midsAt = new AtomicLong(Long.MIN_VALUE / 2);
  private volatile @Nullable MarketBoard board;

  FeedNews(Timeline timeline, FeedSettings settings, Set<String> known, LiveCandles candles) {
    this.timeline = timeline;
    this.settings = settings;
    this.known = known;
    this.candles = candles;
  }

  void publishTo(MarketBoard running) {
    board = running;
  }

  /** When mids last came, on the timeline; long ago before the first. */
  long midsAt() {
    return midsAt.get();
  }

  /** All mids as they are now. Any thread. */
  void mids(Map<String, BigDecimal> mids) {
    Map<String, Double> prices = new HashMap<>(known.size() * 2);
    mids.forEach((coin, mid) -> {
      if (mid.signum() > 0 && known.contains(coin)) {
        prices.put(coin, mid.doubleValue());
      }
    });
    long now = timeline.nowMillis();
    midsAt.set(now);
    publish(new MarketEvent.Mids(now, prices));
  }

  @Override
  public void up() {
    candles.refill();
  }

  @Override
  public void down(String cause) {
    LOG.warn("The market is not told any more until the connection is back cause={}", cause);
  }

  @Override
  public void message(ServerMessage message) {
    switch (message) {
      case MarketMessage.Mids it when it.dex() == null || it.dex().isEmpty() -> mids(it.mids());
      case MarketMessage.AssetContext it when known.contains(it.coin()) -> context(it);
      case MarketMessage.Book it when known.contains(it.book().coin()) -> book(it.book());
      case MarketMessage.Trades it -> it.trades().forEach(this::trade);
      case MarketMessage.CandleUpdate it when known.contains(it.candle().coin()) ->
          candles.told(it.candle());
      case ServerMessage _ -> {} // Of a market that is not on it.
    }
  }

  private void context(MarketMessage.AssetContext it) {
    long now = timeline.nowMillis();
    double mark = it.ctx().markPx().doubleValue();
    if (mark > 0) {
      publish(new MarketEvent.Marks(now, Map.of(it.coin(), mark)));
    }
    Rate rate = new Rate(it.ctx().funding(), Math.floorDiv(now, HOUR_MILLIS));
    if (!rate.equals(rates.put(it.coin(), rate))) {
      publish(
          new MarketEvent.FundingRate(
              it.coin(), now, rate.hourly().doubleValue(), it.ctx().oraclePx().doubleValue()));
    }
  }

  private void trade(Trade trade) {
    long now = timeline.nowMillis();
    if (known.contains(trade.coin())
        && now - trade.time() <= settings.oldestTrade().toMillis()
        && trades.first(trade)) {
      publish(
          new MarketEvent.Trade(
              trade.coin(),
              Math.min(now, trade.time()),
              trade.px().doubleValue(),
              trade.sz().doubleValue()));
    }
  }

  private void book(L2Book book) {
    long now = Math.min(timeline.nowMillis(), book.time());
    publish(
        new MarketEvent.BookChange(
            now,
            new Book(
                book.coin(), side(book.bids()), side(book.asks()), Instant.ofEpochMilli(now))));
  }

  private static List<Book.Level> side(List<BookLevel> levels) {
    return levels.stream()
        .map(level -> new Book.Level(new Price(level.px()), new Quantity(level.sz())))
        .toList();
  }

  private void publish(MarketEvent event) {
    MarketBoard running = board;
    if (running != null) {
      running.publish(event);
    }
  }
}
