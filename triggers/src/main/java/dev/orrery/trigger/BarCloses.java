package dev.orrery.trigger;

import dev.orrery.api.market.Interval;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketBoard.Phase;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketListener;
import dev.orrery.market.MarketSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Candles that close, told to those who asked for that symbol and interval, in the order they
 * asked. One listener on the board for all of them: an event nobody waits for costs one look.
 * Thread-safe; subscribers are called on the feed's thread.
 */
public final class BarCloses {
  private static final Logger LOG = LoggerFactory.getLogger(BarCloses.class);

  /** Candles kept for a trigger alone; strategies ask for the history they read. */
  private static final int KEPT = 1;

  private final MarketBoard board;
  private final MarketListener listener = this::onMarket;
  private final List<Place> places = new ArrayList<>();

  /** Built anew with each change, never changed: read without a lock. */
  private volatile Index index = Index.of(Map.of());

  /** Over a board; listens while somebody has asked. */
  public BarCloses(MarketBoard board) {
    this.board = board;
  }

  /**
   * Hears of each close from now on, by its instant in epoch milliseconds.
   *
   * @return gives the place up when run; repeatable
   */
  Runnable subscribe(String symbol, Interval interval, LongConsumer subscriber) {
    Place place = new Place(symbol, interval, subscriber);
    board.keep(symbol, interval, KEPT);
    synchronized (places) {
      if (places.isEmpty()) {
        board.listen(Phase.FIRINGS, listener);
      }
      places.add(place);
      index();
    }
    return () -> leave(place);
  }

  private void leave(Place place) {
    place.left = true;
    synchronized (places) {
      if (!places.remove(place)) {
        return;
      }
      index();
      if (places.isEmpty()) {
        board.forget(listener);
      }
    }
  }

  private void index() {
    Map<String, Map<Interval, List<Place>>> lists = new HashMap<>();
    for (Place place : places) {
      lists
          .computeIfAbsent(place.symbol, _ -> new HashMap<>())
          .computeIfAbsent(place.interval, _ -> new ArrayList<>())
          .add(place);
    }
    Map<String, Asked[]> fresh = new HashMap<>();
    lists.forEach((symbol, intervals) -> {
      List<Asked> asked = new ArrayList<>();
      intervals.forEach(
          (interval, list) -> asked.add(new Asked(interval.millis(), list.toArray(new Place[0]))));
      fresh.put(symbol, asked.toArray(new Asked[0]));
    });
    index = Index.of(fresh);
  }

  private void onMarket(MarketEvent event, MarketSnapshot now) {
    if (!(event instanceof MarketEvent.Bar bar)) {
      return;
    }
    Asked @Nullable [] intervals = index.find(bar.symbol());
    if (intervals == null) {
      return;
    }
    long millis = bar.interval().millis();
    for (Asked asked : intervals) {
      if (asked.intervalMillis == millis) {
        for (Place place : asked.places) {
          place.closed(bar.time());
        }
        return;
      }
    }
  }

  /** Who asked, by symbol. Mostly there is one symbol: compared, not hashed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  private record Index(String only, Asked[] ofOnly, Map<String, Asked[]> all) {
    static Index of(Map<String, Asked[]> all) {
      if (all.size() != 1) {
        return new Index("", new Asked[0], all);
      }
      Map.Entry<String, Asked[]> only = all.entrySet().iterator().next();
      return new Index(only.getKey(), only.getValue(), all);
    }

    Asked @Nullable [] find(String symbol) {
      return only.equals(symbol) ? ofOnly : all.get(symbol);
    }
  }

  /** Who asked for one interval of a symbol: a handful, sooner looked through than hashed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  private record Asked(long intervalMillis, Place[] places) {}

  private static final class Place {
    private final String symbol;
    private final Interval interval;
    private final LongConsumer subscriber;
    private volatile boolean left;

    Place(String symbol, Interval interval, LongConsumer subscriber) {
      this.symbol = symbol;
      this.interval = interval;
      this.subscriber = subscriber;
    }

    void closed(long closeMillis) {
      if (left) {
        return;
      }
      try {
        subscriber.accept(closeMillis);
      } catch (RuntimeException e) {
        LOG.error("A bar-close listener failed symbol={} interval={}", symbol, interval, e);
      }
    }
  }
}
