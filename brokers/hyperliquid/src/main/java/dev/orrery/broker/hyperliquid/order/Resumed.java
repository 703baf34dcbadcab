package dev.orrery.broker.hyperliquid.order;

import dev.orrery.broker.hyperliquid.account.Missed;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
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

  private static final int MOST_ATTEMPTS = 20;

  private final Venue venue;
  private final Exits exits;
  private final RestClient rest;
  private final long until;

  /**
   * For one account.
   *
   * @param until epoch milliseconds: later fills are told as news
   */
  public Resumed(Venue venue, Exits exits, RestClient rest, long until) {
    this.venue = venue;
    this.exits = exits;
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
    Map<ClientOrderId, BigDecimal> filled = filled(working);
    for (TrackedOrder order : working) {
      if (order.spec().entry().isEmpty() && !order.external()) {
        plain(order, filled);
      }
    }
    for (TrackedOrder order : working) {
      order.spec().entry().ifPresent(entry -> exit(order, entry, filled));
    }
  }

  private Map<ClientOrderId, BigDecimal> filled(List<TrackedOrder> working) {
    long since =
        working.stream().mapToLong(it -> it.placedAt().toEpochMilli()).min().orElse(until)
            - BEFORE.toMillis();
    Map<ClientOrderId, BigDecimal> filled = new HashMap<>();
    for (Fill fill : new Missed(rest, venue.line().account()).fills(since)) {
      if (fill.time() < until) {
        filled.merge(venue.orders().idOf(fill.oid(), fill.cloid()), fill.sz(), BigDecimal::add);
      }
    }
    return filled;
  }

  private void plain(TrackedOrder tracked, Map<ClientOrderId, BigDecimal> filled) {
    OrderRecord record = ask(tracked.id());
    synchronized (venue.orders()) {
      VenueOrder order = venue.orders().placing(tracked.spec());
      order.since = tracked.placedAt();
      order.opened = true;
      order.filled = filled.getOrDefault(tracked.id(), BigDecimal.ZERO);
      order.before = order.filled;
      if (record != null) {
        venue.orders().number(order, record.order().oid());
        // What ended is for the report that follows; exits are told of it here.
        order.ended = OrderState.of(record.status()).isFinal();
      }
    }
  }

  private void exit(
      TrackedOrder tracked, ClientOrderId entry, Map<ClientOrderId, BigDecimal> filled) {
    int attempt = -1;
    OrderRecord last = null;
    while (attempt + 1 < MOST_ATTEMPTS) {
      OrderRecord record = ask(Exit.name(tracked.id(), attempt + 1));
      if (record == null) {
        break;
      }
      attempt++;
      last = record;
    }
    OrderRecord parent = ask(entry);
    synchronized (venue.orders()) {
      for (int i = 1; i <= attempt + 1; i++) {
        venue.orders().alias(Exit.name(tracked.id(), i), tracked.id());
      }
      BigDecimal own = BigDecimal.ZERO;
      for (int i = 0; i <= attempt; i++) {
        own = own.add(filled.getOrDefault(Exit.name(tracked.id(), i), BigDecimal.ZERO));
      }
      VenueOrder order = venue.orders().placing(tracked.spec());
      order.filled = own;
      order.before = own;
      order.opened = attempt >= 0;
      Exit exit = exits.keep(tracked.spec(), entry);
      order.since = tracked.placedAt();
      exit.most = tracked.spec().quantity().value();
      exit.protects = filled.getOrDefault(entry, BigDecimal.ZERO);
      exit.entryEnded = parent == null || OrderState.of(parent.status()).isFinal();
      exit.attempt = Math.max(0, attempt);
      stands(exit, last);
    }
  }

  private void stands(Exit exit, @Nullable OrderRecord last) {
    LOG.info(
        "An exit is kept again exit={} entry={} protects={} status={}",
        exit.spec.id(),
        exit.entry,
        exit.protects,
        last == null ? "sleeps" : last.status());
    if (last != null) {
      venue.orders().number(exit.order, last.order().oid());
      switch (OrderState.of(last.status())) {
        case OPEN, UNKNOWN -> {
          exit.placed = last.order().sz();
          exit.standing = exit.spec.terms();
        }
        case TRIGGERED -> {
          exit.placed = last.order().sz();
          exit.fired = true;
        }
        case FILLED -> exit.order.ended = true; // The report says so.
        case CANCELED, REJECTED -> {
          boolean sleeps = !exit.entryEnded && Ends.of(last.status()) == CloseReason.REDUCE_ONLY;
          exit.gone = sleeps ? exit.protects : BigDecimal.ZERO;
          exit.order.ended = !sleeps;
          exit.attempt++;
        }
      }
    }
    if (exit.entryEnded && exit.protects.signum() == 0) {
      exits.over(exit, CloseReason.SIBLING, "its entry ended without a fill");
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
