package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.value.Price;
import dev.orrery.broker.hyperliquid.account.Missed;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.OrderState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up the orders that the runtime's book holds as working when the process starts: which exits
 * hang on which entry stands nowhere else, and what has filled meanwhile says the venue.
 */
public final class Resumed {
  private static final Logger LOG = LoggerFactory.getLogger(Resumed.class);

  /** Clocks may differ by so much; a fill of an order is never long before it. */
  private static final Duration BEFORE = Duration.ofMinutes(1);

  private final Venue venue;
  private final Exits exits;
  private final Replacing replacing;
  private final RestClient rest;
  private final long until;
  private List<DetailedOrder> open = List.of();

  /**
   * For one account.
   *
   * @param until epoch milliseconds: later fills are told as news
   */
  public Resumed(Venue venue, Exits exits, Replacing replacing, RestClient rest, long until) {
    this.venue = venue;
    this.exits = exits;
    this.replacing = replacing;
    this.rest = rest;
    this.until = until;
  }

  /**
   * Takes them up.
   *
   * @throws dev.orrery.kernel.ProblemException when the venue does not answer
   */
  public void take(List<TrackedOrder> working) {
    if (working.isEmpty()) {
      return;
    }
    Map<ClientOrderId, Map<Long, BigDecimal>> filled = filled(working);
    if (working.stream().anyMatch(order -> order.spec().entry().isPresent())) {
      open =
          rest.ask(new AccountRequest.DetailedOpenOrders(venue.line().account(), null)).orThrow();
    }
    for (TrackedOrder order : working) {
      if (order.spec().entry().isEmpty() && !order.external()) {
        plain(order, ask(order.id()), filled.getOrDefault(order.id(), Map.of()));
      }
    }
    for (TrackedOrder order : working) {
      order.spec().entry().ifPresent(entry -> exit(order, entry, filled));
    }
    exits
        .alive()
        .forEach(exit -> {
          synchronized (venue.orders()) {
            exits.moved(exit);
          }
        });
  }

  /** What has filled of each, by the venue's number of it. */
  private Map<ClientOrderId, Map<Long, BigDecimal>> filled(List<TrackedOrder> working) {
    long since =
        working.stream().mapToLong(it -> it.placedAt().toEpochMilli()).min().orElse(until)
            - BEFORE.toMillis();
    Map<ClientOrderId, Map<Long, BigDecimal>> filled = new HashMap<>();
    for (Fill fill : new Missed(rest, venue.line().account()).fills(since)) {
      if (fill.time() < until) {
        filled
            .computeIfAbsent(venue.orders().idOf(fill.oid(), fill.cloid()), _ -> new HashMap<>())
            .merge(fill.oid(), fill.sz(), BigDecimal::add);
      }
    }
    return filled;
  }

  private static BigDecimal sum(
      Map<ClientOrderId, Map<Long, BigDecimal>> filled, ClientOrderId order) {
    return filled.getOrDefault(order, Map.of()).values().stream()
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * One that stands for itself, with what the venue says of it.
   *
   * @param filled how much of it has filled, by the venue's number of it
   */
  void plain(TrackedOrder tracked, @Nullable OrderRecord record, Map<Long, BigDecimal> filled) {
    synchronized (venue.orders()) {
      VenueOrder order = venue.orders().placing(tracked.spec());
      order.since = tracked.placedAt();
      order.opened = true;
      filled.forEach(order::filled);
      if (record != null) {
        if (!replacing.takeUp(order, tracked, record)) {
          venue.orders().number(order, record.order().oid());
          // What ended is for the report that follows; exits are told of it here. What the venue
          // has more fills of than it lists is asked for.
          order.ended =
              OrderState.of(record.status()).isFinal()
                  && order.filled.compareTo(
                          order.filledWith(record.order().oid(), executed(record)))
                      >= 0;
        }
      }
    }
  }

  /** How much it has filled by for certain: what was cancelled is over with what it has. */
  private static BigDecimal executed(OrderRecord record) {
    DetailedOrder order = record.order();
    return OrderState.of(record.status()) == OrderState.FILLED && order.origSz() != null
        ? order.origSz().subtract(order.sz())
        : BigDecimal.ZERO;
  }

  private void exit(
      TrackedOrder tracked, ClientOrderId entry, Map<ClientOrderId, Map<Long, BigDecimal>> filled) {
    int names = names(tracked.id());
    OrderRecord last = names == 0 ? null : ask(Exit.name(tracked.id(), names - 1));
    OrderRecord parent = ask(entry);
    synchronized (venue.orders()) {
      VenueOrder order = venue.orders().placing(tracked.spec());
      Exit exit = exits.keep(tracked.spec(), entry);
      order.since = tracked.placedAt();
      order.opened = names > 0;
      exit.protects = sum(filled, entry);
      exit.entryEnded = parent == null || OrderState.of(parent.status()).isFinal();
      exit.names = names;
      for (int i = 0; i <= names; i++) {
        ClientOrderId name = Exit.name(tracked.id(), i);
        venue.orders().alias(name, order);
        BigDecimal own = sum(filled, name);
        order.filled = order.filled.add(own);
        DetailedOrder open = i < names ? stands(name) : null;
        if (open != null) {
          exit.parts.add(part(exit, name, open, own));
          venue.orders().number(order, open.oid());
        }
      }
      exit.fired = order.filled.signum() > 0;
      if (last != null && exit.parts.isEmpty()) {
        ClientOrderId name = Exit.name(tracked.id(), names - 1);
        BigDecimal own = sum(filled, name);
        if (own.compareTo(executed(last)) < 0) {
          exit.parts.add(part(exit, name, last.order(), own));
          venue.orders().number(order, last.order().oid());
        } else {
          over(exit, last);
        }
      }
      LOG.info(
          "An exit is kept again exit={} entry={} protects={} filled={} parts={}",
          exit.spec.id(),
          entry,
          exit.protects,
          order.filled,
          exit.parts.size());
    }
  }

  /** How many of an exit's names the venue knows; they are used one after the other. */
  private int names(ClientOrderId exit) {
    int known = 0;
    int unknown = 1;
    while (ask(Exit.name(exit, unknown - 1)) != null) {
      known = unknown;
      unknown *= 2;
    }
    while (unknown - known > 1) {
      int middle = (known + unknown) / 2;
      if (ask(Exit.name(exit, middle - 1)) == null) {
        unknown = middle;
      } else {
        known = middle;
      }
    }
    return known;
  }

  private @Nullable DetailedOrder stands(ClientOrderId name) {
    Cloid cloid = new Cloid(name.value());
    return open.stream().filter(it -> cloid.equals(it.cloid())).findFirst().orElse(null);
  }

  private static ExitPart part(Exit exit, ClientOrderId name, DetailedOrder open, BigDecimal own) {
    BigDecimal price = Exits.price(exit.spec.terms()).map(Price::value).orElse(BigDecimal.ZERO);
    boolean limit = exit.spec.terms() instanceof OrderTerms.Limit;
    BigDecimal stands = limit ? open.limitPx() : open.triggerPx();
    boolean same = stands.compareTo(price) == 0;
    BigDecimal size = open.origSz() == null ? open.sz().add(own) : open.origSz();
    ExitPart part = new ExitPart(name, size, same ? exit.spec.terms() : null, false);
    part.oid = open.oid();
    part.filled = own;
    part.triggered = !limit && !open.isTrigger();
    return part;
  }

  /** The last that stood for it is over: whether it is, or goes on, says how. */
  private void over(Exit exit, OrderRecord last) {
    DetailedOrder order = last.order();
    venue.orders().number(exit.order, order.oid());
    exit.lastEnd = Ends.of(last.status());
    if (OrderState.of(last.status()) == OrderState.FILLED) {
      exit.fired = true;
      boolean rest = exit.room().signum() > 0;
      exit.order.ended =
          exit.entryEnded && !(rest && order.sz().signum() > 0); // The report says so.
    } else if (exit.lastEnd == CloseReason.REDUCE_ONLY) {
      exit.gone = exit.room().max(BigDecimal.ZERO);
      exit.order.ended = exit.entryEnded;
    }
  }

  private @Nullable OrderRecord ask(ClientOrderId id) {
    return rest.ask(
            new AccountRequest.OrderStatus(
                venue.line().account(), dev.orrery.hyperliquid.OrderRef.of(new Cloid(id.value()))))
        .orThrow()
        .order();
  }
}
