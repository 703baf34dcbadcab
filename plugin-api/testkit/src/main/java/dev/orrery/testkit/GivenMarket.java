package dev.orrery.testkit;

import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.Mark;
import dev.orrery.api.market.Market;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The market a test gave: it knows the symbols that were mentioned to its builder. Immutable. */
public final class GivenMarket implements Market {
  private static final int MAX_CANDLES = 5_000;

  private final Map<String, Instrument> instruments;
  private final Map<String, Mark> marks;
  private final Map<Run, GivenCandles> candles;
  private final Map<String, Book> books;
  private final Map<String, Funding> fundings;

  /** Which candles. */
  record Run(String symbol, Interval interval) {}

  GivenMarket(
      Map<String, Instrument> instruments,
      Map<String, Mark> marks,
      Map<Run, GivenCandles> candles,
      Map<String, Book> books,
      Map<String, Funding> fundings) {
    this.instruments = new TreeMap<>(instruments);
    this.marks = Map.copyOf(marks);
    this.candles = Map.copyOf(candles);
    this.books = Map.copyOf(books);
    this.fundings = Map.copyOf(fundings);
  }

  @Override
  public Set<String> symbols() {
    return Collections.unmodifiableSet(new TreeSet<>(instruments.keySet()));
  }

  @Override
  public Instrument instrument(String symbol) {
    Instrument instrument = instruments.get(symbol);
    if (instrument == null) {
      throw new IllegalArgumentException(
          "unknown symbol '" + symbol + "'; there are " + instruments.keySet());
    }
    return instrument;
  }

  @Override
  public Mark mark(String symbol) {
    Mark mark = marks.get(instrument(symbol).symbol());
    if (mark == null) {
      throw new IllegalStateException("no price of " + symbol + " has been seen yet");
    }
    return mark;
  }

  @Override
  public Candles candles(String symbol, Interval interval, int count) {
    if (count < 1 || count > MAX_CANDLES) {
      throw new IllegalArgumentException(
          "candles can be read 1 to " + MAX_CANDLES + " at a time, not " + count);
    }
    GivenCandles given = candles.get(new Run(instrument(symbol).symbol(), interval));
    return given == null ? GivenCandles.of(symbol, interval, List.of()) : given.last(count);
  }

  @Override
  public Optional<Book> book(String symbol) {
    return Optional.ofNullable(books.get(instrument(symbol).symbol()));
  }

  @Override
  public Optional<Funding> funding(String symbol) {
    return Optional.ofNullable(fundings.get(instrument(symbol).symbol()));
  }
}
