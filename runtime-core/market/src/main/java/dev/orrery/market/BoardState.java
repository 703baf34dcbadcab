package dev.orrery.market;

import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.market.candle.CandleSlice;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The whole market at one moment. Immutable, replaced whole; it is its own snapshot. */
final class BoardState implements MarketSnapshot {
  /** While prices stand, they are confirmed this often. */
  static final long CONFIRM_MILLIS = 5_000;

  private final Symbols symbols;
  private final long time;

  /** All prices are confirmed every few seconds of the timeline until the feed says otherwise. */
  private final boolean standing;

  /** When all prices were last confirmed at once. */
  private final long confirmed;

  private final SymbolState[] states;

  private BoardState(
      Symbols symbols, long time, boolean standing, long confirmed, SymbolState[] states) {
    this.symbols = symbols;
    this.time = time;
    this.standing = standing;
    this.confirmed = confirmed;
    this.states = states;
  }

  static BoardState empty(Symbols symbols, List<Instrument> instruments) {
    SymbolState[] states =
        instruments.stream().map(SymbolState::unseen).toArray(SymbolState[]::new);
    return new BoardState(symbols, Long.MIN_VALUE, false, Long.MIN_VALUE, states);
  }

  boolean standing() {
    return standing;
  }

  SymbolState state(int place) {
    return states[place];
  }

  SymbolState[] copyStates() {
    return states.clone();
  }

  /** After an event of the feed that changed one symbol. */
  BoardState afterEvent(long at, int place, SymbolState state) {
    SymbolState[] changed = states.length == 1 ? new SymbolState[1] : states.clone();
    changed[place] = state;
    return afterEvent(at, changed);
  }

  /** After an event of the feed. */
  BoardState afterEvent(long at, SymbolState[] changed) {
    return new BoardState(
        symbols,
        Math.max(time, at),
        standing,
        standing ? Math.max(confirmed, at) : confirmed,
        changed);
  }

  /** With other states at {@code at}, without a word from the feed. */
  BoardState with(long at, SymbolState[] changed) {
    return new BoardState(symbols, Math.max(time, at), standing, confirmed, changed);
  }

  /** With the confirmations there have been by {@code now}. */
  BoardState at(long now) {
    if (!standing || now - confirmed < CONFIRM_MILLIS) {
      return this;
    }
    long last = confirmed + (now - confirmed) / CONFIRM_MILLIS * CONFIRM_MILLIS;
    return new BoardState(symbols, Math.max(time, last), true, last, states);
  }

  BoardState withStanding(boolean stands, long now) {
    BoardState current = at(now);
    long since = stands ? Math.max(current.confirmed, now) : current.confirmed;
    return new BoardState(symbols, current.time, stands, since, states);
  }

  @Override
  public long time() {
    return time;
  }

  @Override
  public Set<String> symbols() {
    return symbols.names();
  }

  @Override
  public @Nullable Instrument instrument(String symbol) {
    int place = symbols.find(symbol);
    return place < 0 ? null : states[place].instrument();
  }

  @Override
  public double mark(String symbol) {
    int place = symbols.find(symbol);
    return place < 0 ? Double.NaN : states[place].mark();
  }

  @Override
  public long markTime(String symbol) {
    int place = symbols.find(symbol);
    if (place < 0) {
      return Long.MIN_VALUE;
    }
    SymbolState state = states[place];
    return state.feedGivesMarks() || Double.isNaN(state.mark())
        ? state.markTime()
        : Math.max(state.markTime(), confirmed);
  }

  @Override
  public long confirmedAt(String symbol) {
    int place = symbols.find(symbol);
    if (place < 0) {
      return Long.MIN_VALUE;
    }
    SymbolState state = states[place];
    return Double.isNaN(state.mark())
        ? state.confirmedAt()
        : Math.max(state.confirmedAt(), confirmed);
  }

  @Override
  public @Nullable Candles candles(String symbol, Interval interval, int count) {
    int place = symbols.find(symbol);
    if (place < 0) {
      return null;
    }
    for (CandleSlice slice : states[place].slices()) {
      if (slice.interval().millis() == interval.millis()) {
        return slice.last(count);
      }
    }
    return null;
  }

  @Override
  public @Nullable Book book(String symbol) {
    int place = symbols.find(symbol);
    return place < 0 ? null : states[place].book();
  }

  @Override
  public @Nullable Funding funding(String symbol) {
    int place = symbols.find(symbol);
    return place < 0 ? null : states[place].funding();
  }
}
