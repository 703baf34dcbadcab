package dev.orrery.broker.hyperliquid.feed;

import dev.orrery.api.market.Interval;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import io.github.resilience4j.core.IntervalFunction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The candles that are kept: from before, asked for on a thread of its own until the venue answers,
 * and as they form. Thread-safe.
 */
final class LiveCandles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveCandles.class);

  /** What lies between a question and the first news after it. */
  private static final int SPARE = 2;

  private record Key(String symbol, Interval interval) {}

  private final CandleHistory history;
  private final Timeline timeline;
  private final long lateness;
  private final IntervalFunction pauses;
  private final Map<Key, CandleParts> kept = new ConcurrentHashMap<>();
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("orrery-hyperliquid-candles").factory());
  private volatile @Nullable MarketBoard board;

  LiveCandles(RestClient rest, Timeline timeline, FeedSettings settings) {
    this.history = new CandleHistory(rest);
    this.timeline = timeline;
    this.lateness = settings.lateness().toMillis();
    this.pauses =
        IntervalFunction.ofExponentialRandomBackoff(
            settings.firstPause(), 2.0, 0.5, settings.longestPause());
  }

  void publishTo(MarketBoard running) {
    board = running;
  }

  /** From now on; what has been is filled in when it is there. */
  void keep(String symbol, Interval interval, int count) {
    VenueIntervals.base(interval)
        .ifPresent(base -> {
          CandleParts parts =
              kept.computeIfAbsent(
                  new Key(symbol, interval), key -> new CandleParts(symbol, interval, base, count));
          parts.want(count);
          fill(parts, 1, 0);
        });
  }

  /** Everything again: some of it was missed. */
  void refill() {
    kept.values().forEach(parts -> fill(parts, 1, 0));
  }

  /** News of a candle of the venue. */
  void told(Candle candle) {
    MarketBoard running = board;
    if (running == null) {
      return;
    }
    for (CandleParts parts : kept.values()) {
      if (parts.symbol().equals(candle.coin())
          && parts.base().toString().equals(candle.interval())) {
        synchronized (parts) {
          running.publish(new MarketEvent.CandleSoFar(timeline.nowMillis(), parts.take(candle)));
        }
      }
    }
  }

  /** Candles from before; none when the venue does not answer. */
  List<MarketEvent.Bar> ask(String symbol, Interval interval, int count) {
    try {
      long now = timeline.nowMillis();
      return VenueIntervals.base(interval)
          .map(base -> new CandleParts(symbol, interval, base, count))
          .map(parts -> CandleHistory.last(parts.join(history.ask(parts, count, now)), count, now))
          .orElse(List.of());
    } catch (ProblemException e) {
      LOG.warn("No candles from before symbol={} interval={}", symbol, interval, e);
      return List.of();
    }
  }

  private void fill(CandleParts parts, int attempt, long pause) {
    try {
      worker.schedule(() -> fillNow(parts, attempt), pause, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed while candles were to be asked for", e);
    }
  }

  private void fillNow(CandleParts parts, int attempt) {
    MarketBoard running = board;
    if (running == null) {
      return;
    }
    try {
      // What has just ended may not be whole yet: it is told as under construction.
      long whole = timeline.nowMillis() - lateness;
      int wanted = parts.wanted() + SPARE;
      List<Candle> told = history.ask(parts, wanted, whole);
      synchronized (parts) {
        List<MarketEvent.Bar> bars = CandleHistory.last(parts.join(told), wanted, whole);
        if (!bars.isEmpty()) {
          running.publish(new MarketEvent.History(whole, bars));
        }
      }
    } catch (ProblemException e) {
      long pause = pauses.apply(attempt);
      LOG.warn(
          "No candles from before symbol={} cause={} againInMillis={}",
          parts.symbol(),
          e.getMessage(),
          pause);
      fill(parts, attempt + 1, pause);
    } catch (RuntimeException e) {
      LOG.error("Candles from before could not be filled in symbol={}", parts.symbol(), e);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
