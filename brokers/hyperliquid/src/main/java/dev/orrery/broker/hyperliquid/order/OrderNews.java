package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.OpenOrder;
import dev.orrery.hyperliquid.wire.info.OrderState;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.OrderUpdate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what the venue says of orders and fills into events. What it says overtakes itself: an
 * order may be filled before its fills are told, a changed order may end before its successor
 * begins. Thread-safe by the monitor of {@link Orders}.
 */
public final class OrderNews {
  private static final BigDecimal ZERO = BigDecimal.ZERO;
  private static final Logger LOG = LoggerFactory.getLogger(OrderNews.class);

  private final Venue venue;
  private final Exits exits;
  private final Refresh refresh;
  private final Refill refill;
  private final ExitNews parts;

  /**
   * News of one account.
   *
   * @param refill asks for fills that were not told
   * @param parts hears what is said of exits
   */
  public OrderNews(Venue venue, Exits exits, Refresh refresh, Refill refill, ExitNews parts) {
    this.venue = venue;
    this.exits = exits;
    this.refresh = refresh;
    this.refill = refill;
    this.parts = parts;
  }

  /**
   * A fill nobody was told of.
   *
   * @param name by which the venue has the order, if it has one
   */
  public void filled(Fill fill, @Nullable Cloid name, long oid) {
    Waypoint.FILL_READ.reached();
    synchronized (venue.orders()) {
      VenueOrder order = venue.orders().find(fill.clientOrderId());
      if (order != null && !order.ended && exits.find(order.id) == null) {
        triggeredIfItWaited(order, fill.at());
      }
      venue.orders().tell(new BrokerEvent.OrderFilled(fill));
      if (order != null) {
        order.filled(oid, fill.quantity().value());
        order.fees = order.fees.plus(fill.fee());
        order.lastFill = fill;
        Exit exit = exits.find(order.id);
        if (exit == null) {
          exits.filled(order, fill.quantity().value());
          endIfComplete(order, fill.at());
        } else {
          parts.filled(exit, name(name), oid, fill.quantity().value());
        }
      }
      venue.orders().notifyAll();
    }
  }

  private static @Nullable ClientOrderId name(@Nullable Cloid cloid) {
    return cloid == null ? null : new ClientOrderId(cloid.hex());
  }

  /** What became of orders. */
  public void updated(List<OrderUpdate> updates) {
    synchronized (venue.orders()) {
      updates.forEach(this::updated);
      venue.orders().notifyAll();
    }
  }

  private void updated(OrderUpdate update) {
    OpenOrder told = update.order();
    VenueOrder order = known(told);
    Instant at = Instant.ofEpochMilli(update.statusTimestamp());
    Exit exit = exits.find(order.id);
    if (exit != null) {
      ClientOrderId name = name(told.cloid());
      parts.told(exit, name, told.oid(), update.status(), told.origSz(), told.sz(), at);
      return;
    }
    if (order.ended) {
      return;
    }
    switch (update.state()) {
      case OPEN -> opened(order, told, at);
      case TRIGGERED -> triggered(order, at);
      case FILLED -> filledWhole(order, told.oid(), told.origSz(), told.sz(), at);
      case CANCELED -> {
        waitForFills(order, told.oid(), told.origSz(), told.sz(), update.status());
        ended(order, told.oid(), update.status(), at);
      }
      case REJECTED -> {} // The answer says it; an order nobody has an answer of is asked for.
      case UNKNOWN -> LOG.warn("An order has a status nobody knows order={}", update);
    }
  }

  /** The price of one that waits was reached; what that brings about may be told before. */
  private void triggered(VenueOrder order, Instant at) {
    if (!order.triggered) {
      order.triggered = true;
      venue.orders().tell(new BrokerEvent.OrderTriggered(order.id, at));
    }
  }

  private void triggeredIfItWaited(VenueOrder order, Instant at) {
    OrderTerms terms = order.terms;
    if (terms != null && Changing.waits(terms)) {
      triggered(order, at);
    }
  }

  private VenueOrder known(OpenOrder told) {
    BigDecimal size = told.origSz() == null ? told.sz() : told.origSz();
    return venue
        .orders()
        .seen(
            venue.orders().idOf(told.oid(), told.cloid()),
            told.coin(),
            told.side() == BookSide.BID ? Side.BUY : Side.SELL,
            size,
            Boolean.TRUE.equals(told.reduceOnly()),
            null);
  }

  private void opened(VenueOrder order, OpenOrder told, Instant at) {
    if (order.former.contains(told.oid())) {
      return; // Late news of what it was before a change.
    }
    boolean changed = venue.orders().number(order, told.oid());
    if (changed) {
      replaced(order, told.limitPx(), told.sz(), at);
    } else if (!order.opened) {
      order.opened = true;
      venue.orders().tell(new BrokerEvent.OrderOpened(order.id, Long.toString(told.oid()), at));
    }
  }

  private void replaced(VenueOrder order, BigDecimal price, BigDecimal remaining, Instant at) {
    if (order.moving == null) {
      amended(order, price, remaining, at);
    } else {
      moved(order, at);
    }
  }

  /** An order was placed again for what was left of it then; some of that may have filled. */
  void moved(VenueOrder order, Instant at) {
    OrderTerms terms = order.terms;
    amended(
        order,
        terms == null ? ZERO : Exits.price(terms).map(Price::value).orElse(ZERO),
        order.remaining(),
        at);
  }

  /** An order has been replaced by one with this price and remainder. */
  void amended(VenueOrder order, BigDecimal price, BigDecimal remaining, Instant at) {
    order.size = order.filled.add(remaining);
    order.opened = true;
    Price shown = new Price(price);
    if (order.terms instanceof OrderTerms.Limit limit) {
      order.terms = new OrderTerms.Limit(shown, limit.timeInForce());
    } else if (order.terms == null) {
      order.terms = new OrderTerms.Limit(shown, TimeInForce.GTC);
    } else {
      shown = trigger(order.terms);
    }
    venue
        .orders()
        .tell(
            new BrokerEvent.OrderAmended(
                order.id, Long.toString(order.oid), shown, new Quantity(remaining), at));
  }

  private static Price trigger(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.Stop it -> it.trigger();
      case OrderTerms.TakeProfit it -> it.trigger();
      case OrderTerms.Limit it -> it.price();
      case OrderTerms.AtMarket _ -> throw new IllegalArgumentException("has no price: " + terms);
    };
  }

  /** All that will fill of it has filled; what is left over of an order that took is gone. */
  private void filledWhole(
      VenueOrder order, long oid, @Nullable BigDecimal ordered, BigDecimal left, Instant at) {
    if (order.former.contains(oid)) {
      return;
    }
    venue.orders().number(order, oid);
    triggeredIfItWaited(order, at);
    // The answer knows better: an order cut to its position is told with the size it was sent with.
    if (order.complete == null) {
      order.rest = left.signum() > 0;
      order.complete =
          ordered == null
              ? order.size.subtract(left)
              : order.filledWith(oid, ordered.subtract(left));
    }
    endIfComplete(order, at);
    if (!order.ended) {
      refresh.fills(() -> !order.ended, refill, () -> endWithWhatItHas(order));
    }
  }

  /** Its fills were asked for again and again: no more of them will come. */
  private void endWithWhatItHas(VenueOrder order) {
    LOG.warn("An order has filled by less than was told order={} has={}", order.id, order.filled);
    order.complete = order.filled;
    String word = order.word;
    if (word != null) {
      end(order, Ends.of(word), word, venue.now());
    } else {
      CloseReason reason = order.reduceOnly ? CloseReason.REDUCE_ONLY : CloseReason.IOC_REMAINDER;
      end(order, reason, "the venue has no more fills of it", venue.now());
    }
  }

  /** Ends an order whose fills are all told. */
  void endIfComplete(VenueOrder order, Instant at) {
    BigDecimal complete = order.complete;
    if (order.ended || complete == null || order.filled.compareTo(complete) < 0) {
      return;
    }
    String word = order.word;
    if (word != null) {
      end(order, Ends.of(word), word, at);
      return;
    }
    end(
        order,
        order.rest ? CloseReason.IOC_REMAINDER : CloseReason.FILLED,
        order.rest ? "not executed at once" : "",
        at);
  }

  private void ended(VenueOrder order, long oid, String status, Instant at) {
    if (order.former.contains(oid)) {
      return;
    }
    if (order.changing > 0) {
      order.held = status;
      return;
    }
    if (order.word == null) {
      end(order, Ends.of(status), status, at);
    }
  }

  /**
   * An entry may be over before its fills are told, and its exits would go with it. So it ends when
   * they are.
   */
  private void waitForFills(
      VenueOrder order, long oid, @Nullable BigDecimal ordered, BigDecimal left, String status) {
    if (ordered == null
        || order.word != null
        || order.changing > 0
        || order.reduceOnly
        || !exits.areOf(order.id)) {
      return;
    }
    BigDecimal complete = order.filledWith(oid, ordered.subtract(left));
    if (order.filled.compareTo(complete) < 0) {
      order.complete = complete;
      order.word = status;
      refresh.fills(() -> !order.ended, refill, () -> endWithWhatItHas(order));
    }
  }

  /** A change is over that did not give the order another number: what was held back holds. */
  void unchanged(VenueOrder order) {
    String held = order.held;
    order.held = null;
    if (held != null && !order.ended) {
      end(order, Ends.of(held), held, venue.now());
    }
  }

  /** It is final, and so may be what hangs on it. */
  void end(VenueOrder order, CloseReason reason, String detail, Instant at) {
    if (order.ended) {
      return;
    }
    order.ended = true;
    venue.orders().tell(new BrokerEvent.OrderClosed(order.id, reason, detail, at));
    exits.ended(order);
  }

  /** What the venue says of an order when it is asked, told if it is news. */
  void learned(VenueOrder order, String status, DetailedOrder now, Instant at) {
    long oid = now.oid();
    Exit exit = exits.find(order.id);
    if (exit != null) {
      parts.told(exit, name(now.cloid()), oid, status, now.origSz(), now.sz(), at);
      return;
    }
    switch (OrderState.of(status)) {
      case OPEN, TRIGGERED, UNKNOWN -> {
        if (venue.orders().number(order, oid)) {
          replaced(order, now.limitPx(), now.sz(), at);
        }
      }
      case FILLED -> filledWhole(order, oid, now.origSz(), now.sz(), at);
      case CANCELED, REJECTED -> {
        if (OrderState.of(status) == OrderState.CANCELED) {
          waitForFills(order, oid, now.origSz(), now.sz(), status);
        }
        ended(order, oid, status, at);
      }
    }
  }
}
