package dev.orrery.backtest.replay;

import dev.orrery.api.DecisionContext;
import dev.orrery.api.Firing;
import dev.orrery.api.Model;
import dev.orrery.api.State;
import dev.orrery.api.account.Account;
import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.Mark;
import dev.orrery.api.market.Market;
import dev.orrery.market.candle.Candle;
import dev.orrery.market.candle.CandleChain;
import dev.orrery.runtime.recording.Asked;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.KeptSeries;
import dev.orrery.runtime.recording.Read;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * What a recorded decision saw: every read is answered from its record, and what it did not read is
 * not answered at all. Confined to one thread, for one call.
 */
final class RecordedContext implements DecisionContext, Market {
  private final DecisionRecord decision;
  private final List<Read> reads;
  private final Gaps gaps = new Gaps();
  private @Nullable RecordedMemory memory;
  private @Nullable RecordedModel model;
  private @Nullable RandomGenerator random;
  private Map<String, Double> series = Map.of();

  RecordedContext(DecisionRecord decision) {
    this.decision = decision;
    this.reads = decision.reads();
  }

  /** What it asked for first that is not in the record; null when there is nothing. */
  @Nullable String gap() {
    return gaps.first();
  }

  /** What it kept for charts. */
  Map<String, Double> series() {
    return series;
  }

  /** What it wrote to its state, in order. */
  List<StateWrite> writes() {
    return memory == null ? List.of() : memory.writes();
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(decision.asOf());
  }

  @Override
  public Firing firing() {
    return decision.firing();
  }

  @Override
  public Market market() {
    return this;
  }

  @Override
  public Account account() {
    for (Read read : reads) {
      if (read instanceof Read.OfAccount it) {
        return it.account();
      }
    }
    throw gaps.of("the account");
  }

  @Override
  public State state() {
    RecordedMemory met = memory;
    if (met == null) {
      met = new RecordedMemory(reads, gaps);
      memory = met;
    }
    return met;
  }

  @Override
  public RandomGenerator random() {
    RandomGenerator made = random;
    if (made == null) {
      made =
          new SplittableRandom(Long.parseUnsignedLong(decision.firing().id().substring(0, 16), 16));
      random = made;
    }
    return made;
  }

  @Override
  public void record(String name, double value) {
    KeptSeries.check(name, value);
    if (series.isEmpty()) {
      series = new LinkedHashMap<>();
    }
    KeptSeries.put(name, value, series);
  }

  @Override
  public Model model() {
    RecordedModel met = model;
    if (met == null) {
      met = new RecordedModel(reads, gaps);
      model = met;
    }
    return met;
  }

  /** What it logs was logged. */
  @Override
  public Logger log() {
    return NOPLogger.NOP_LOGGER;
  }

  @Override
  public Set<String> symbols() {
    for (Read read : reads) {
      if (read instanceof Read.OfSymbols it) {
        return new TreeSet<>(it.symbols());
      }
    }
    throw gaps.of("the symbols of the market");
  }

  @Override
  public Instrument instrument(String symbol) {
    for (Read read : reads) {
      if (read instanceof Read.OfInstrument it && it.instrument().symbol().equals(symbol)) {
        return it.instrument();
      }
    }
    throw unread(Asked.instrument(symbol));
  }

  @Override
  public Mark mark(String symbol) {
    for (Read read : reads) {
      if (read instanceof Read.OfMark it && it.mark().symbol().equals(symbol)) {
        return it.mark();
      }
    }
    throw unread(Asked.mark(symbol));
  }

  @Override
  public Candles candles(String symbol, Interval interval, int count) {
    Asked.requireCount(symbol, interval, count);
    Read.OfCandles longest = null;
    for (Read read : reads) {
      if (read instanceof Read.OfCandles it
          && it.window().symbol().equals(symbol)
          && it.window().interval().equals(interval)) {
        if (it.requested() == count) {
          return it.window();
        }
        if (longest == null || it.requested() > longest.requested()) {
          longest = it;
        }
      }
    }
    String asked = Asked.candles(symbol, interval, count);
    if (longest == null) {
      throw unread(asked);
    }
    Candles most = longest.window();
    if (count > longest.requested() && most.size() == longest.requested()) {
      throw unread(asked + " (it read " + most.size() + ")");
    }
    return last(most, count);
  }

  @Override
  public Optional<Book> book(String symbol) {
    for (Read read : reads) {
      if (read instanceof Read.OfBook it && it.symbol().equals(symbol)) {
        return it.book();
      }
    }
    throw unread(Asked.book(symbol));
  }

  @Override
  public Optional<Funding> funding(String symbol) {
    for (Read read : reads) {
      if (read instanceof Read.OfFunding it && it.symbol().equals(symbol)) {
        return it.funding();
      }
    }
    throw unread(Asked.funding(symbol));
  }

  /** What was refused is refused again, in the same words; anything else is a gap. */
  private Error unread(String asked) {
    for (Read read : reads) {
      if (read instanceof Read.Refused it && it.asked().equals(asked)) {
        if (it.state()) {
          throw new IllegalStateException(it.message());
        }
        throw new IllegalArgumentException(it.message());
      }
    }
    return gaps.of(asked);
  }

  private static Candles last(Candles window, int count) {
    List<Candle> candles = new ArrayList<>(count);
    for (int i = Math.max(0, window.size() - count); i < window.size(); i++) {
      candles.add(
          new Candle(
              window.openTime(i),
              window.open(i),
              window.high(i),
              window.low(i),
              window.close(i),
              window.volume(i)));
    }
    return CandleChain.window(window.symbol(), window.interval(), candles);
  }
}
