package dev.orrery.runtime.tick;

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
import dev.orrery.api.value.Price;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.model.LanguageModel;
import dev.orrery.runtime.recording.Asked;
import dev.orrery.runtime.recording.KeptSeries;
import dev.orrery.runtime.recording.Read;
import dev.orrery.runtime.state.StateSpace;
import dev.orrery.trigger.FiredTrigger;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What one decision sees: one moment of market and account, with every read kept. Context, market,
 * state and model in one object, because a backtest makes millions of them. Confined to the thread
 * of its decision; closed when {@code decide} returns, or by the watchdog when it ends the call.
 */
final class TickContext implements DecisionContext, Market {
  private static final VarHandle CLOSED = handleOfClosed();

  private final FiredTrigger firing;
  private final MarketSnapshot market;
  private final Account account;

  /**
   * Also guards series and model: a strategy, which may lock what it likes, never sees it itself.
   */
  private final StateSpace memory;

  private final LanguageModel model;
  private final Logger log;
  private final long nowMillis;

  /** Null where nothing is recorded: a backtest's columns can be read again. */
  private final @Nullable ReadLog reads;

  private @Nullable RandomGenerator random;
  private volatile @Nullable Map<String, Double> series;
  private volatile @Nullable MeteredModel metered;
  private volatile boolean closed;

  TickContext(
      FiredTrigger firing,
      long nowMillis,
      MarketSnapshot market,
      Account account,
      StateSpace memory,
      LanguageModel model,
      Logger log,
      @Nullable ReadLog reads) {
    this.firing = firing;
    this.nowMillis = nowMillis;
    this.market = market;
    this.account = account;
    this.memory = memory;
    this.model = model;
    this.log = log;
    this.reads = reads;
  }

  private static VarHandle handleOfClosed() {
    try {
      return MethodHandles.lookup().findVarHandle(TickContext.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Ends its validity. */
  void close() {
    CLOSED.setRelease(this, true); // not with the fence of a volatile write: it costs too much
  }

  /** A copy, without a race: keeping a value and copying exclude each other. */
  Map<String, Double> series() {
    Map<String, Double> kept = series;
    if (kept == null) {
      return Map.of();
    }
    synchronized (memory) {
      return Map.copyOf(kept);
    }
  }

  /** The model if it was asked for. */
  @Nullable MeteredModel metered() {
    return metered;
  }

  // The context.

  @Override
  public Instant now() {
    open();
    return Instant.ofEpochMilli(nowMillis);
  }

  @Override
  public Firing firing() {
    open();
    return firing;
  }

  @Override
  public Market market() {
    open();
    return this;
  }

  @Override
  public Account account() {
    open();
    if (reads != null) {
      reads.account(account);
    }
    return account;
  }

  @Override
  public State state() {
    open();
    return new RecordedState(this, memory, reads);
  }

  @Override
  public RandomGenerator random() {
    open();
    if (random == null) {
      random = new SplittableRandom(Long.parseUnsignedLong(firing.id().substring(0, 16), 16));
    }
    return random;
  }

  @Override
  public void record(String name, double value) {
    open();
    KeptSeries.check(name, value);
    synchronized (memory) {
      Map<String, Double> kept = series;
      if (kept == null) {
        kept = new LinkedHashMap<>();
        series = kept;
      }
      KeptSeries.put(name, value, kept);
    }
  }

  @Override
  public Model model() {
    open();
    synchronized (memory) {
      MeteredModel asked = metered;
      if (asked == null) {
        asked = new MeteredModel(this, model, reads);
        metered = asked;
      }
      return asked;
    }
  }

  @Override
  public Logger log() {
    return log;
  }

  // The market.

  @Override
  public Set<String> symbols() {
    open();
    Set<String> symbols = new TreeSet<>(market.symbols());
    if (reads != null) {
      reads.add(new Read.OfSymbols(symbols));
    }
    return symbols;
  }

  @Override
  public Instrument instrument(String symbol) {
    open();
    Instrument instrument = known(symbol, Asked.instrument(symbol), market.instrument(symbol));
    if (reads != null) {
      reads.add(new Read.OfInstrument(instrument));
    }
    return instrument;
  }

  @Override
  public Mark mark(String symbol) {
    open();
    double price = market.mark(symbol);
    if (Double.isNaN(price)) {
      String asked = Asked.mark(symbol);
      known(symbol, asked, market.instrument(symbol));
      throw refused(
          asked, new IllegalStateException("no price of " + symbol + " has been seen yet"));
    }
    Mark mark = new Mark(symbol, Price.of(price), Instant.ofEpochMilli(market.markTime(symbol)));
    if (reads != null) {
      reads.add(new Read.OfMark(mark));
    }
    return mark;
  }

  @Override
  public Candles candles(String symbol, Interval interval, int count) {
    open();
    Asked.requireCount(symbol, interval, count);
    Candles window = market.candles(symbol, interval, count);
    if (window == null) {
      String asked = Asked.candles(symbol, interval, count);
      known(symbol, asked, market.instrument(symbol));
      throw refused(
          asked,
          new IllegalArgumentException(
              "candles of "
                  + symbol
                  + " "
                  + interval
                  + " are not kept: declare them in subscriptions() or as a bar-close trigger"));
    }
    if (reads != null) {
      reads.candles(count, window);
    }
    return window;
  }

  @Override
  public Optional<Book> book(String symbol) {
    open();
    known(symbol, Asked.book(symbol), market.instrument(symbol));
    Optional<Book> book = Optional.ofNullable(market.book(symbol));
    if (reads != null) {
      reads.add(new Read.OfBook(symbol, book));
    }
    return book;
  }

  @Override
  public Optional<Funding> funding(String symbol) {
    open();
    known(symbol, Asked.funding(symbol), market.instrument(symbol));
    Optional<Funding> funding = Optional.ofNullable(market.funding(symbol));
    if (reads != null) {
      reads.add(new Read.OfFunding(symbol, funding));
    }
    return funding;
  }

  void open() {
    if (closed) {
      throw new IllegalStateException(
          "the context of firing " + firing.id() + " is no longer valid: its decision is over");
    }
  }

  private <T> T known(String symbol, String asked, @Nullable T found) {
    if (found == null) {
      throw refused(
          asked,
          new IllegalArgumentException(
              "unknown symbol '"
                  + symbol
                  + "': the market has "
                  + new TreeSet<>(market.symbols())));
    }
    return found;
  }

  /** Kept, so that it is refused again when the decision is run again. */
  private <E extends RuntimeException> E refused(String asked, E cause) {
    if (reads != null) {
      reads.refused(asked, cause);
    }
    return cause;
  }
}
