package dev.orrery.testkit;

import dev.orrery.api.Trigger;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.market.Book;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.Mark;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what a strategy is to see. Every symbol mentioned exists, with the rules of {@link
 * Instruments#perpetual} unless {@link #instrument} gives others. Without more it is a manual
 * firing on a flat account of 10,000 USD. Confined to one thread; usable again after {@link
 * #build}.
 */
public final class TestContextBuilder {
  private static final Usd START = Usd.of(10_000);

  private final Instant now;
  private final Map<String, Instrument> instruments = new LinkedHashMap<>();
  private final Map<String, Mark> marks = new LinkedHashMap<>();
  private final Map<String, Mark> closes = new LinkedHashMap<>();
  private final Map<GivenMarket.Run, GivenCandles> candles = new LinkedHashMap<>();
  private final Map<String, Book> books = new LinkedHashMap<>();
  private final Map<String, Funding> fundings = new LinkedHashMap<>();
  private final List<Holding> holdings = new ArrayList<>();
  private final List<Position> positions = new ArrayList<>();
  private final List<OpenOrder> openOrders = new ArrayList<>();
  private final List<String> replies = new ArrayList<>();
  private TestState state = new TestState();
  private TestFiring firing;
  private @Nullable Usd equity;
  private @Nullable Usd balance;
  private @Nullable Usd available;
  private long seed = 1;

  /** A position whose profit follows from the mark price. */
  private record Holding(
      String symbol, Quantity quantity, Price averageEntry, Optional<Instant> openedAt) {}

  TestContextBuilder(Instant now) {
    this.now = now;
    this.firing = TestFiring.of(Trigger.manual(), now, null);
  }

  /** What woke the strategy, at {@code now}. */
  public TestContextBuilder firing(Trigger trigger) {
    firing = TestFiring.of(trigger, now, null);
    return this;
  }

  /** What woke the strategy, at {@code now}, with what was sent along. */
  public TestContextBuilder firing(Trigger trigger, String payload) {
    firing = TestFiring.of(trigger, now, payload);
    return this;
  }

  /** An event woke the strategy. */
  public TestContextBuilder event(String topic, String payload) {
    return firing(Trigger.event(topic), payload);
  }

  /** Rules of a symbol. */
  public TestContextBuilder instrument(Instrument instrument) {
    instruments.put(instrument.symbol(), instrument);
    return this;
  }

  /** Mark price of a symbol as of now; without it the newest close given last is the mark. */
  public TestContextBuilder mark(String symbol, String price) {
    know(symbol);
    marks.put(symbol, new Mark(symbol, Price.of(price), now));
    return this;
  }

  /**
   * Finished candles by their closes, oldest first, without gaps; the newest closed at the last
   * whole interval before or at {@code now}. Each is flat: open, high and low equal the close.
   */
  public TestContextBuilder candles(String symbol, Interval interval, double... closes) {
    double[][] rows = new double[closes.length][];
    for (int i = 0; i < closes.length; i++) {
      rows[i] = new double[] {closes[i], closes[i], closes[i], closes[i], 0};
    }
    return bars(symbol, interval, rows);
  }

  /**
   * Finished candles, each of {@code open, high, low, close, volume}; otherwise as {@link
   * #candles}.
   */
  public TestContextBuilder bars(String symbol, Interval interval, double[]... bars) {
    long open = interval.floor(now.toEpochMilli()) - bars.length * interval.millis();
    List<double[]> rows = new ArrayList<>(bars.length);
    for (double[] bar : bars) {
      double[] row = new double[bar.length + 1];
      row[0] = open;
      System.arraycopy(bar, 0, row, 1, bar.length);
      rows.add(row);
      open += interval.millis();
    }
    return rows(symbol, interval, rows);
  }

  /**
   * Candles from a file of {@code time_ms,open,high,low,close,volume}; those that have not closed
   * by {@code now} are left out.
   *
   * @throws IllegalArgumentException naming file and line when a row is malformed
   */
  public TestContextBuilder csv(String symbol, Interval interval, Path file) {
    List<double[]> rows = new ArrayList<>(CandleFile.read(file));
    rows.removeIf(row -> row[0] + interval.millis() > now.toEpochMilli());
    return rows(symbol, interval, rows);
  }

  private TestContextBuilder rows(String symbol, Interval interval, List<double[]> rows) {
    know(symbol);
    candles.put(new GivenMarket.Run(symbol, interval), GivenCandles.of(symbol, interval, rows));
    if (!rows.isEmpty()) {
      double[] newest = rows.getLast();
      Instant closedAt = Instant.ofEpochMilli((long) newest[0] + interval.millis());
      closes.put(symbol, new Mark(symbol, Price.of(newest[4]), closedAt));
    }
    return this;
  }

  /** Order book. */
  public TestContextBuilder book(Book book) {
    know(book.symbol());
    books.put(book.symbol(), book);
    return this;
  }

  /** Funding of a symbol, with the next payment on the next hour. */
  public TestContextBuilder funding(String symbol, String hourlyRate) {
    know(symbol);
    long next = Interval.HOUR.floor(now.toEpochMilli()) + Interval.HOUR.millis();
    fundings.put(
        symbol, new Funding(symbol, new BigDecimal(hourlyRate), Instant.ofEpochMilli(next)));
    return this;
  }

  /** Equity; without it, balance plus the profit of the positions. */
  public TestContextBuilder equity(String usd) {
    equity = Usd.of(usd);
    return this;
  }

  /** Settled cash; without it, equity less the profit of the positions, or 10,000 USD. */
  public TestContextBuilder balance(String usd) {
    balance = Usd.of(usd);
    return this;
  }

  /** Equity not held as margin; without it, what positions and resting limits leave of it. */
  public TestContextBuilder available(String usd) {
    available = Usd.of(usd);
    return this;
  }

  /**
   * A position at leverage 1 that was opened just now, whose profit follows from the mark price;
   * short is negative.
   */
  public TestContextBuilder position(String symbol, String quantity, String averageEntry) {
    return position(symbol, quantity, averageEntry, Optional.empty());
  }

  /** The same, opened then. */
  public TestContextBuilder position(
      String symbol, String quantity, String averageEntry, Instant openedAt) {
    return position(symbol, quantity, averageEntry, Optional.of(openedAt));
  }

  private TestContextBuilder position(
      String symbol, String quantity, String averageEntry, Optional<Instant> openedAt) {
    know(symbol);
    holdings.add(new Holding(symbol, Quantity.of(quantity), Price.of(averageEntry), openedAt));
    return this;
  }

  /** A position, as it is. */
  public TestContextBuilder position(Position position) {
    know(position.symbol());
    positions.add(position);
    return this;
  }

  /** An open order; the oldest comes first. */
  public TestContextBuilder openOrder(OpenOrder order) {
    know(order.symbol());
    openOrders.add(order);
    return this;
  }

  /**
   * An open order as the strategy would have placed it now, nothing of it filled: an entry when it
   * has exits, though without them.
   *
   * @throws IllegalArgumentException when it is worth an amount of USD and has no price of its own
   */
  public TestContextBuilder openOrder(String clientOrderId, PlaceOrder placed) {
    Quantity quantity =
        switch (placed.size()) {
          case OrderSize.Base base -> base.quantity();
          case OrderSize.Worth worth -> worth.value().at(PathOrder.price(placed.terms()));
        };
    PathOrder order =
        new PathOrder(
            clientOrderId,
            placed.side(),
            placed.terms(),
            quantity,
            placed.reduceOnly(),
            placed.label(),
            null,
            now);
    return openOrder(order.view(placed.symbol(), placed.exits().isPresent()));
  }

  /** One key of the strategy's memory. */
  public TestContextBuilder state(String key, String value) {
    state.put(key, value);
    return this;
  }

  /** The strategy's whole memory, to carry one from context to context. */
  public TestContextBuilder state(TestState memory) {
    state = memory;
    return this;
  }

  /** Seed of the random numbers; 1 without it. */
  public TestContextBuilder seed(long randomSeed) {
    seed = randomSeed;
    return this;
  }

  /** A language model that gives these replies, in order; without them none is configured. */
  public TestContextBuilder model(String... scriptedReplies) {
    replies.addAll(List.of(scriptedReplies));
    return this;
  }

  /** The context, fresh: with a log and series of its own, and with the memory of this builder. */
  public TestContext build() {
    Map<String, Mark> prices = new LinkedHashMap<>(closes);
    prices.putAll(marks);
    GivenMarket market = new GivenMarket(instruments, prices, candles, books, fundings);
    return new TestContext(
        firing, now, market, account(prices), state, seed, new ScriptedModel(replies));
  }

  private GivenAccount account(Map<String, Mark> prices) {
    List<Position> all = new ArrayList<>(positions);
    for (Holding holding : holdings) {
      Mark mark = prices.get(holding.symbol());
      Price price = mark == null ? holding.averageEntry() : mark.price();
      all.add(valued(holding, price));
    }
    all.sort((a, b) -> a.symbol().compareTo(b.symbol()));
    Usd profit = all.stream().map(Position::unrealised).reduce(Usd.ZERO, Usd::plus);
    Usd cash = balance != null ? balance : equity != null ? equity.minus(profit) : START;
    GivenAccount derived = GivenAccount.of(cash, all, openOrders, 1);
    Usd worth = equity != null ? equity : derived.equity();
    Usd free =
        available != null ? available : derived.available().plus(worth).minus(derived.equity());
    return new GivenAccount(worth, cash, free, all, openOrders);
  }

  private Position valued(Holding held, Price mark) {
    Usd profit = mark.times(held.quantity()).minus(held.averageEntry().times(held.quantity()));
    return new Position(
        held.symbol(),
        held.quantity(),
        held.averageEntry(),
        profit,
        1,
        MarginMode.CROSS,
        Optional.empty(),
        held.openedAt().orElse(now));
  }

  private void know(String symbol) {
    instruments.computeIfAbsent(symbol, Instruments::perpetual);
  }
}
