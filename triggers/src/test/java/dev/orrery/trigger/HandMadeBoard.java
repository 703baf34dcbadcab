package dev.orrery.trigger;

import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.market.Kept;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketListener;
import dev.orrery.market.MarketSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A board that passes events on and keeps nothing. */
final class HandMadeBoard implements MarketBoard {
  final List<String> kept = new ArrayList<>();
  final List<MarketListener> listeners = new CopyOnWriteArrayList<>();
  boolean refuse;

  void close(String symbol, Interval interval, long closeMillis) {
    publish(
        new MarketEvent.Bar(
            symbol, interval, closeMillis - interval.millis(), closeMillis, 1, 1, 1, 1, 1));
  }

  @Override
  public void keep(String symbol, Interval interval, int history) {
    if (refuse) {
      throw new IllegalStateException("keeps nothing");
    }
    kept.add(symbol + "/" + interval);
  }

  @Override
  public List<Kept> kept() {
    return List.of();
  }

  @Override
  public void standing(boolean prices) {}

  @Override
  public void publish(MarketEvent event) {
    MarketSnapshot now = snapshot();
    for (MarketListener listener : listeners) {
      listener.onMarket(event, now);
    }
  }

  @Override
  public void together(Runnable events) {
    events.run();
  }

  @Override
  public MarketSnapshot snapshot() {
    return Empty.SNAPSHOT;
  }

  @Override
  public void listen(Phase phase, MarketListener listener) {
    listeners.add(listener);
  }

  @Override
  public void forget(MarketListener listener) {
    listeners.remove(listener);
  }

  private enum Empty implements MarketSnapshot {
    SNAPSHOT;

    @Override
    public long time() {
      return 0;
    }

    @Override
    public Set<String> symbols() {
      return Set.of();
    }

    @Override
    public @Nullable Instrument instrument(String symbol) {
      return null;
    }

    @Override
    public double mark(String symbol) {
      return Double.NaN;
    }

    @Override
    public long markTime(String symbol) {
      return Long.MIN_VALUE;
    }

    @Override
    public long confirmedAt(String symbol) {
      return Long.MIN_VALUE;
    }

    @Override
    public @Nullable Candles candles(String symbol, Interval interval, int count) {
      return null;
    }

    @Override
    public @Nullable Book book(String symbol) {
      return null;
    }

    @Override
    public @Nullable Funding funding(String symbol) {
      return null;
    }
  }
}
