package dev.orrery.market;

import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.candle.Candle;
import dev.orrery.market.candle.CandleSlice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The board. One immutable {@link BoardState} holds everything that is read; a publisher builds the
 * next one and puts it in place, so a snapshot is the state itself and costs one read.
 *
 * <p><b>Order.</b> {@code publishing} is held from the change of state to the last listener, so
 * that all listeners hear all events in one order, also on the wall timeline, where closes of
 * candles come from the timeline's thread. {@link #keep} never waits for it: it queues, and whoever
 * holds the lock takes the request in afterwards.
 *
 * <p><b>Closing candles.</b> Each candle that begins sets an alarm at its end, ahead of the other
 * tasks of that instant: a schedule due then finds the candle there. An event later than an end
 * that was not closed yet (an alarm of the wall timeline that is late) closes it first.
 */
final class LiveBoard implements MarketBoard {
  private static final long HOUR_MILLIS = 3_600_000;

  /**
   * On the wall timeline a trade may arrive a moment after its time; a quiet candle waits for it.
   */
  private static final long WALL_GRACE_MILLIS = 100;

  private final Timeline timeline;
  private final long lateness;
  private final Symbols symbols;
  private final AtomicReference<BoardState> state;
  private final ReentrantLock publishing = new ReentrantLock();
  private final ConcurrentLinkedQueue<Kept> requests = new ConcurrentLinkedQueue<>();
  private final Listeners listeners = new Listeners();

  /** Guarded by {@link #publishing}. */
  private final KeptCandles candles;

  /** What is told once all of its instant is there; null outside of {@link #together}. */
  private @Nullable Held waiting;

  /** Bars for the brokers, and everything that fires, in order. */
  private record Held(List<MarketEvent> brokers, List<MarketEvent> firings) {}

  LiveBoard(List<Instrument> instruments, Timeline timeline, long lateness) {
    if (lateness < 0 || lateness >= 1_000) {
      throw new IllegalArgumentException("lateness is from 0 to below a second, not " + lateness);
    }
    this.timeline = timeline;
    this.lateness = lateness;
    this.symbols = new Symbols(instruments);
    this.state = new AtomicReference<>(BoardState.empty(symbols, instruments));
    this.candles = new KeptCandles(instruments.size());
  }

  @Override
  public void keep(String symbol, Interval interval, int history) {
    if (symbols.find(symbol) < 0) {
      throw new ProblemException(
          Problem.configuration(
              "candles " + symbol + " " + interval,
              "the market does not know " + symbol + ", only " + String.join(", ", symbols.names()),
              "name one of these symbols"));
    }
    requests.add(new Kept(symbol, interval, history));
    takeRequests();
  }

  @Override
  public List<Kept> kept() {
    return candles.kept();
  }

  @Override
  public void publish(MarketEvent event) {
    publishing.lock();
    try {
      long closed = event.time() - 1 - lateness;
      if (closed >= candles.nextEnd()) {
        closeCandles(closed);
      }
      switch (event) {
        case MarketEvent.Trade trade -> trade(trade);
        case MarketEvent.Bar bar -> bar(bar);
        case MarketEvent.CandleSoFar candle -> soFar(candle);
        case MarketEvent.Mids mids -> prices(mids, mids.prices(), false);
        case MarketEvent.Marks marks -> prices(marks, marks.prices(), true);
        case MarketEvent.BookChange change -> book(change);
        case MarketEvent.FundingRate rate -> funding(rate);
        case MarketEvent.History history -> history(history);
      }
    } finally {
      publishing.unlock();
    }
    if (!requests.isEmpty()) {
      takeRequests();
    }
  }

  @Override
  public void together(Runnable events) {
    publishing.lock();
    try {
      Held held = new Held(new ArrayList<>(), new ArrayList<>());
      waiting = held;
      try {
        events.run();
      } finally {
        waiting = null;
      }
      BoardState after = state.getPlain();
      for (MarketEvent event : held.brokers) {
        listeners.brokers(event, after);
      }
      for (MarketEvent event : held.firings) {
        listeners.firings(event, after);
      }
    } finally {
      publishing.unlock();
    }
    if (!requests.isEmpty()) {
      takeRequests();
    }
  }

  @Override
  public void standing(boolean prices) {
    publishing.lock();
    try {
      BoardState current = state.getPlain();
      if (current.standing() != prices) {
        state.setRelease(current.withStanding(prices, timeline.nowMillis()));
      }
    } finally {
      publishing.unlock();
    }
  }

  @Override
  public MarketSnapshot snapshot() {
    BoardState current = state.getAcquire();
    return current.standing() ? current.at(timeline.nowMillis()) : current;
  }

  @Override
  public void listen(Phase phase, MarketListener listener) {
    listeners.add(phase, listener);
  }

  @Override
  public void forget(MarketListener listener) {
    listeners.remove(listener);
  }

  private void trade(MarketEvent.Trade trade) {
    int place = place(trade.symbol());
    BoardState current = state.getPlain();
    SymbolState next = current.state(place).withTraded(trade.price(), trade.time());
    if (candles.trade(place, trade.time(), trade.price(), trade.size())) {
      armCloses(place);
    }
    tell(trade, put(current.afterEvent(trade.time(), place, next)));
  }

  private void bar(MarketEvent.Bar bar) {
    int place = place(bar.symbol());
    BoardState current = state.getPlain();
    Candle candle =
        new Candle(bar.openTime(), bar.open(), bar.high(), bar.low(), bar.close(), bar.volume());
    if (candles.bar(place, bar.interval(), candle)) {
      armCloses(place);
    }
    List<MarketEvent.Bar> closed = candles.closeSymbol(place, bar.time());
    CandleSlice[] slices = candles.slices(place);
    SymbolState next = current.state(place).withBarClose(bar.close(), bar.time(), slices);
    BoardState after = put(current.afterEvent(bar.time(), place, next));
    tell(bar, after);
    for (int i = 0; i < closed.size(); i++) {
      fire(closed.get(i), after);
    }
  }

  private void soFar(MarketEvent.CandleSoFar event) {
    MarketEvent.Bar bar = event.bar();
    int place = place(bar.symbol());
    BoardState current = state.getPlain();
    if (candles.soFar(place, bar)) {
      armCloses(place);
    }
    SymbolState next = current.state(place).withCandleSoFar(bar.close(), event.time());
    tell(event, put(current.afterEvent(event.time(), place, next)));
  }

  private void prices(MarketEvent event, Map<String, Double> prices, boolean marks) {
    BoardState current = state.getPlain();
    SymbolState[] states = current.copyStates();
    prices.forEach((symbol, price) -> {
      int place = symbols.find(symbol);
      if (place >= 0) {
        SymbolState old = states[place];
        states[place] =
            marks ? old.withMark(price, event.time()) : old.withMid(price, event.time());
      }
    });
    tell(event, put(current.afterEvent(event.time(), states)));
  }

  private void book(MarketEvent.BookChange change) {
    int place = place(change.book().symbol());
    BoardState current = state.getPlain();
    SymbolState next = current.state(place).withBook(change.book());
    tell(change, put(current.afterEvent(change.time(), place, next)));
  }

  private void funding(MarketEvent.FundingRate rate) {
    int place = place(rate.symbol());
    BoardState current = state.getPlain();
    long payment = (Math.floorDiv(rate.time(), HOUR_MILLIS) + 1) * HOUR_MILLIS;
    Funding funding =
        new Funding(
            rate.symbol(), BigDecimal.valueOf(rate.hourlyRate()), Instant.ofEpochMilli(payment));
    SymbolState next = current.state(place).withFunding(funding);
    tell(rate, put(current.afterEvent(rate.time(), place, next)));
  }

  private void history(MarketEvent.History history) {
    takeRequests();
    BoardState current = state.getPlain();
    SymbolState[] states = current.copyStates();
    for (int place = 0; place < states.length; place++) {
      String symbol = states[place].instrument().symbol();
      if (candles.fill(place, symbol, history)) {
        armCloses(place);
      }
      states[place] = states[place].withSlices(candles.slices(place));
    }
    tell(history, put(current.with(current.time(), states)));
  }

  /** Closes what ends by {@code limit}, instant by instant: all of an instant, then its firings. */
  private void closeCandles(long limit) {
    for (long end = candles.nextEnd(); end <= limit; end = candles.nextEnd()) {
      BoardState current = state.getPlain().at(end);
      SymbolState[] states = current.copyStates();
      List<MarketEvent.Bar> closed = new ArrayList<>();
      for (int place = 0; place < states.length; place++) {
        List<MarketEvent.Bar> ofSymbol = candles.closeSymbol(place, end);
        if (!ofSymbol.isEmpty()) {
          closed.addAll(ofSymbol);
          states[place] = states[place].withSlices(candles.slices(place));
        }
      }
      if (closed.isEmpty()) {
        continue;
      }
      closed.sort((a, b) -> Long.compare(a.interval().millis(), b.interval().millis()));
      BoardState after = put(current.with(end, states));
      for (MarketEvent.Bar bar : closed) {
        listeners.firings(bar, after);
      }
    }
  }

  private void closeAt(long end) {
    publishing.lock();
    try {
      closeCandles(end);
    } finally {
      publishing.unlock();
    }
    if (!requests.isEmpty()) {
      takeRequests();
    }
  }

  private void armCloses(int place) {
    long grace =
        timeline.kind() == Timeline.Kind.WALL ? Math.max(WALL_GRACE_MILLIS, lateness) : lateness;
    candles.eachNewEnd(place, end -> timeline.ahead(end + grace, () -> closeAt(end)));
  }

  private void takeRequests() {
    while (!requests.isEmpty() && publishing.tryLock()) {
      try {
        for (Kept request = requests.poll(); request != null; request = requests.poll()) {
          int place = place(request.symbol());
          BoardState current = state.getPlain();
          candles.keep(place, request, current.time());
          SymbolState[] states = current.copyStates();
          states[place] = states[place].withSlices(candles.slices(place));
          put(current.with(current.time(), states));
        }
      } finally {
        publishing.unlock();
      }
    }
  }

  private BoardState put(BoardState next) {
    state.setRelease(next);
    return next;
  }

  private void tell(MarketEvent event, MarketSnapshot now) {
    Held held = waiting;
    if (held != null && event instanceof MarketEvent.Bar) {
      held.brokers.add(event);
    } else {
      listeners.brokers(event, now); // trades one by one: each is a price of its own
    }
    fire(event, now);
  }

  private void fire(MarketEvent event, MarketSnapshot now) {
    Held held = waiting;
    if (held == null) {
      listeners.firings(event, now);
    } else {
      held.firings.add(event);
    }
  }

  private int place(String symbol) {
    int place = symbols.find(symbol);
    if (place < 0) {
      throw new IllegalArgumentException(
          "event of " + symbol + " on a board of " + String.join(", ", symbols.names()));
    }
    return place;
  }
}
