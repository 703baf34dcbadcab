package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.info.OpenOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A venue. The same settings and the same calls give the same state, answers and events, byte for
 * byte.
 *
 * <p>Confined to one thread at a time. Time is handed in with each call and never goes back: a call
 * with an earlier time is taken at the venue's present time. Whatever a call brings about, triggers
 * and liquidations included, has happened when it returns.
 */
public final class Venue {
  private final VenueState state;
  private final Rejections rejections;
  private final Engine engine;

  /** A venue on which nothing has happened. */
  public Venue(VenueSettings settings, VenueListener listener) {
    this.state = new VenueState(settings, listener);
    this.rejections = new Rejections();
    this.engine = new Engine(state, rejections);
    engine.open();
  }

  private Venue(SavedVenue saved, VenueListener listener) {
    this.state = new VenueState(saved.settings(), listener);
    this.rejections = new Rejections();
    this.engine = new Engine(state, rejections);
    saved.into(state, rejections);
  }

  /**
   * A venue as it was saved.
   *
   * @throws IllegalArgumentException when it is no saved venue, or of a version nobody reads
   * @throws UncheckedIOException when it cannot be read
   */
  public static Venue load(InputStream from, VenueListener listener) {
    JsonNode json;
    try {
      json = WireJson.tree(from.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedMessageException e) {
      throw new IllegalArgumentException("no saved venue: " + e.getMessage(), e);
    }
    int version = json.path("version").asInt(0);
    if (version != SavedVenue.VERSION) {
      throw new IllegalArgumentException(
          "a saved venue of version %d cannot be read, only one of version %d: start a new one"
              .formatted(version, SavedVenue.VERSION));
    }
    try {
      return new Venue(WireJson.read(json, WireType.of(SavedVenue.class)), listener);
    } catch (MalformedMessageException e) {
      throw new IllegalArgumentException("no saved venue: " + e.getMessage(), e);
    }
  }

  /**
   * Writes all of it, as JSON. Writing it again after {@link #load} gives the same bytes.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  public void save(OutputStream to) {
    try {
      to.write(WireJson.bytes(SavedVenue.of(state, rejections)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it is made of. */
  public VenueSettings settings() {
    return state.settings();
  }

  /** The latest time it was given. */
  public long now() {
    return state.now();
  }

  /** Lets time pass: funding at its hour, scheduled cancels, cool-downs of liquidations. */
  public void advance(long nowMillis) {
    engine.advance(nowMillis);
    engine.finish();
  }

  /**
   * Moves the market outside.
   *
   * @throws IllegalArgumentException when there is no such market
   */
  public void market(MarketTick tick) {
    Market market = state.theMarket(tick.coin());
    engine.advance(tick.time());
    state.ids().next();
    engine.tick(market, tick);
    engine.finish();
  }

  /**
   * Puts a candle before the beginning, oldest first; for {@code candleSnapshot} alone, and told to
   * nobody. Longer candles are made of them. Its time is its end.
   */
  public void history(MarketTick.Bar bar) {
    Market market = state.theMarket(bar.coin());
    market
        .candles()
        .add(
            bar.time() - 1,
            new Candle(
                bar.time(),
                bar.time(),
                bar.coin(),
                "",
                bar.open(),
                bar.close(),
                bar.high(),
                bar.low(),
                bar.volume(),
                1));
  }

  /** Takes an action. */
  public ExchangeAnswer act(VenueCall call) {
    engine.advance(call.time());
    state.ids().next();
    ExchangeAnswer answer = engine.take(call);
    engine.finish();
    return answer;
  }

  /**
   * Takes the actions of one block in the venue's order: first those that can take nothing, then
   * cancels, then those that can.
   *
   * @return the answers in the order of the calls
   */
  public List<ExchangeAnswer> block(List<VenueCall> calls) {
    List<@Nullable ExchangeAnswer> answers = new ArrayList<>();
    calls.forEach(call -> answers.add(null));
    IntStream.range(0, calls.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> Gate.place(calls.get(i).request().action())))
        .forEach(i -> answers.set(i, act(calls.get(i))));
    List<ExchangeAnswer> all = new ArrayList<>();
    for (ExchangeAnswer answer : answers) {
      if (answer != null) {
        all.add(answer);
      }
    }
    return all;
  }

  /**
   * Answers a question; null where the venue answers {@code null}, as of an unknown coin's book. A
   * question about an account gives an address that nobody has heard of the starting fund; that its
   * account changed is told with the next call.
   */
  @SuppressWarnings("unchecked") // A request's answer is what its type says; tests ask all of them.
  public <A> @Nullable A info(InfoRequest<A> request) {
    return (A)
        switch (request) {
          case MarketRequest<?> it -> engine.markets().answer(it);
          case AccountRequest<?> it -> engine.accounts().answer(it);
        };
  }

  /** An order as {@code openOrders} and {@code orderUpdates} tell it. */
  public static OpenOrder brief(DetailedOrder order) {
    return OrderViews.brief(order);
  }

  /** Fills with those put together that one order had in one moment, as {@code userFills} may. */
  public static List<Fill> aggregated(List<Fill> fills) {
    return Aggregation.of(fills);
  }

  /** The hand that gives, takes and breaks. */
  public VenueControl control() {
    return engine.control();
  }

  VenueState state() {
    return state;
  }
}
