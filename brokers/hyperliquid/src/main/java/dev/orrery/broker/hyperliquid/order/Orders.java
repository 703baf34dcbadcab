package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.executor.broker.BrokerEvents;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.hyperliquid.Cloid;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The orders that are known, and the one place from which events are told. Who changes an order and
 * tells of it holds the monitor over both: events come one at a time, in the order of the changes.
 */
public final class Orders {
  private final BrokerEvents events;
  private final Map<ClientOrderId, VenueOrder> byId;
  private final Map<Long, ClientOrderId> byOid = new HashMap<>();
  private final Map<ClientOrderId, ClientOrderId> aliases = new HashMap<>();
  private boolean closed;

  /**
   * No orders yet.
   *
   * @param remembered how many of those that are final are remembered
   */
  public Orders(BrokerEvents events, int remembered) {
    this.events = events;
    this.byId =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<ClientOrderId, VenueOrder> eldest) {
            boolean forgotten = size() > remembered && eldest.getValue().ended;
            if (forgotten) {
              byOid.remove(eldest.getValue().oid);
              eldest.getValue().former.forEach(byOid::remove);
              eldest.getValue().names.forEach(aliases::remove);
            }
            return forgotten;
          }
        };
  }

  /** Tells; the caller holds the monitor. After {@link #close} nobody hears it. */
  synchronized void tell(BrokerEvent event) {
    if (!closed) {
      events.on(event);
    }
  }

  /** Tells what happened to the account and is no news of an order. */
  public void told(BrokerEvent event) {
    tell(event);
  }

  /** Those that may still be at the venue. */
  synchronized List<VenueOrder> working() {
    return byId.values().stream().filter(order -> !order.ended).toList();
  }

  /** Whose an order of the venue is: ours by its client's id, else one derived from its number. */
  public synchronized ClientOrderId idOf(long oid, @Nullable Cloid cloid) {
    if (cloid != null) {
      ClientOrderId named = new ClientOrderId(cloid.hex());
      return aliases.getOrDefault(named, named);
    }
    ClientOrderId known = byOid.get(oid);
    return known == null ? ClientOrderId.ofVenue(Long.toString(oid)) : known;
  }

  /** Another name under which the venue has an order of ours. */
  synchronized void alias(ClientOrderId name, VenueOrder order) {
    if (!name.equals(order.id)) {
      aliases.put(name, order.id);
      order.names.add(name);
    }
  }

  /** An order that is about to be placed, or known already. */
  synchronized VenueOrder placing(OrderSpec spec) {
    return byId.computeIfAbsent(
        spec.id(),
        id ->
            new VenueOrder(
                id,
                spec.symbol(),
                spec.side(),
                spec.quantity().value(),
                spec.reduceOnly(),
                spec.terms()));
  }

  /** An order the venue tells of, or known already. */
  synchronized VenueOrder seen(
      ClientOrderId id,
      String coin,
      Side side,
      BigDecimal size,
      boolean reduceOnly,
      @Nullable OrderTerms terms) {
    return byId.computeIfAbsent(id, it -> new VenueOrder(it, coin, side, size, reduceOnly, terms));
  }

  synchronized @Nullable VenueOrder find(ClientOrderId id) {
    return byId.get(id);
  }

  /** The venue's number of an order; whether it had another one before. */
  synchronized boolean number(VenueOrder order, long oid) {
    if (oid != 0) {
      byOid.put(oid, order.id);
    }
    return order.numbered(oid);
  }

  /** Nothing is told any more. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
