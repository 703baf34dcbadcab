package dev.orrery.broker.paper;

import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.broker.BrokerEvents;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the parts of the broker share. Confined to its lock. */
final class Exchange {
  final String accountName;
  final PaperSettings settings;
  final PaperAccount account;
  final Marks marks = new Marks();

  private final Map<String, Instrument> instruments = new HashMap<>();
  final Volume volume;

  private final Quotes quotes;
  private final Quotes stopQuotes;
  private final BrokerEvents events;
  private final TakenFills taken;
  private long now = Long.MIN_VALUE;

  Exchange(PaperSettings settings, TakenFills taken, BrokerFactory.Request request) {
    this.accountName = request.account();
    this.settings = settings;
    this.quotes = new Quotes(settings.slippageBps());
    this.stopQuotes = new Quotes(settings.stopSlippageBps());
    this.volume = new Volume(settings.participation());
    this.events = request.events();
    this.taken = taken;
    for (Instrument instrument : request.instruments()) {
      instruments.put(instrument.symbol(), instrument);
    }
    this.account = new PaperAccount(this::defaultLeverage);
  }

  private int defaultLeverage(String symbol) {
    Instrument instrument = instruments.get(symbol);
    int highest = instrument == null ? settings.leverage() : instrument.maxLeverage();
    return Math.min(settings.leverage(), highest);
  }

  /** The account first, then those who listen. */
  void tell(BrokerEvent event) {
    account.apply(event);
    events.on(event);
  }

  /** A fill of an order that took, or of a liquidation. */
  void tellTaken(Fill fill) {
    Price mark = marks.price(fill.symbol());
    if (mark != null) {
      taken.took(fill, mark);
    }
    tell(new BrokerEvent.OrderFilled(fill));
  }

  /** Time is what the caller says, and never goes back. */
  void moveTo(long millis) {
    now = Math.max(millis, account.lastAt());
  }

  long nowMillis() {
    return now;
  }

  Instant at() {
    return Instant.ofEpochMilli(now);
  }

  @Nullable Instrument instrument(String symbol) {
    return instruments.get(symbol);
  }

  /** Of a symbol that has been traded, so there is one. */
  Instrument known(String symbol) {
    Instrument instrument = instruments.get(symbol);
    if (instrument == null) {
      throw new IllegalStateException("no instrument " + symbol);
    }
    return instrument;
  }

  /** What a trigger order that fired costs now; null without a mark price. */
  @Nullable Price stopQuote(String symbol, Side side) {
    Price mark = marks.price(symbol);
    return mark == null ? null : stopQuotes.taking(side, known(symbol), mark);
  }

  /** As much of a quantity as the volume of the market lets be executed now. */
  Quantity most(String symbol, Quantity wanted) {
    return volume.limits() ? volume.most(known(symbol), wanted) : wanted;
  }

  /** Whether the volume of the market lets nothing be executed now. */
  boolean volumeIsUsedUp(String symbol) {
    return volume.limits() && volume.isUsedUp(known(symbol));
  }

  /** What taking costs now; null without a mark price. */
  @Nullable Price quote(String symbol, Side side) {
    Price mark = marks.price(symbol);
    return mark == null ? null : quotes.taking(side, known(symbol), mark);
  }
}
