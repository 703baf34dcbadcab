package dev.orrery.exchange.venue;

import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.OpenOrder;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A venue. The same settings and the same calls give the same state, answers and events, byte for
 * byte.
 *
 * <p>Confined to one thread at a time. Time is handed in with each call and never goes back: a call
 * with an earlier time is taken at the venue's present time.
 */
public final class Venue {
  private final VenueSettings settings;
  private final VenueListener listener;

  /** A venue on which nothing has happened. */
  public Venue(VenueSettings settings, VenueListener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * A venue as it was saved.
   *
   * @throws IllegalArgumentException when it is no saved venue, or of a version nobody reads
   */
  public static Venue load(InputStream from, VenueListener listener) {
    return soon();
  }

  /** Writes all of it, as JSON. Writing it again after {@link #load} gives the same bytes. */
  public void save(OutputStream to) {
    soon();
  }

  /** What it is made of. */
  public VenueSettings settings() {
    return settings;
  }

  /** The latest time it was given. */
  public long now() {
    return soon();
  }

  /** Lets time pass: funding at its hour, scheduled cancels, cool-downs of liquidations. */
  public void advance(long nowMillis) {
    soon();
  }

  /**
   * Moves the market outside.
   *
   * @throws IllegalArgumentException when there is no such market
   */
  public void market(MarketTick tick) {
    soon();
  }

  /** Puts a candle before the beginning; for {@code candleSnapshot} alone, and told to nobody. */
  public void history(MarketTick.Bar bar) {
    soon();
  }

  /** Takes an action. */
  public ExchangeAnswer act(VenueCall call) {
    return soon();
  }

  /**
   * Takes the actions of one block in the venue's order: first those that can take nothing, then
   * cancels, then those that can.
   *
   * @return the answers in the order of the calls
   */
  public List<ExchangeAnswer> block(List<VenueCall> calls) {
    return soon();
  }

  /**
   * Answers a question; null where the venue answers {@code null}, as of an unknown coin's book.
   */
  public <A> @Nullable A info(InfoRequest<A> request) {
    return soon();
  }

  /** An order as {@code openOrders} and {@code orderUpdates} tell it. */
  public static OpenOrder brief(DetailedOrder order) {
    return soon();
  }

  /** The hand that gives, takes and breaks. */
  public VenueControl control() {
    return soon();
  }

  VenueListener listener() {
    return listener;
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // gone with the first slice
  private static <T> T soon() {
    String what = Venue.class.getSimpleName();
    if (what.length() > 1) {
      throw new UnsupportedOperationException(what);
    }
    throw new IllegalStateException(what);
  }
}
