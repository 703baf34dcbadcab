package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.broker.hyperliquid.order.Batches.Attempt;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.market.VenueMarket;
import dev.orrery.hyperliquid.wire.Refusal;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.Grouping;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.info.OrderState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Places orders. Thread-safe. */
public final class Placing {
  private static final Logger LOG = LoggerFactory.getLogger(Placing.class);

  private final Venue venue;
  private final Exits exits;
  private final OrderNews news;
  private final Leverages leverages;

  /** Places for one account. */
  public Placing(Venue venue, Exits exits, OrderNews news, Leverages leverages) {
    this.venue = venue;
    this.exits = exits;
    this.news = news;
    this.leverages = leverages;
  }

  /**
   * Places some, in one action.
   *
   * @param before outcomes of what came before in the batch
   */
  List<OrderOutcome> place(List<OrderSpec> specs, List<OrderOutcome> before, Attempt attempt) {
    Map<ClientOrderId, OrderOutcome> outcomes = new LinkedHashMap<>();
    Map<OrderSpec, OrderRequest> requests = new LinkedHashMap<>();
    for (OrderSpec spec : specs) {
      if (spec.entry().isEmpty()) {
        OrderOutcome known = known(spec, attempt);
        if (known == null) {
          known = worded(spec, requests);
        }
        if (known != null) {
          outcomes.put(spec.id(), known);
        }
      }
    }
    requests.keySet().forEach(spec -> leverages.learnBefore(spec.symbol(), attempt));
    if (!requests.isEmpty()) {
      send(requests, outcomes, attempt);
    }
    for (OrderSpec spec : specs) {
      spec.entry()
          .ifPresent(entry -> outcomes.put(spec.id(), bound(spec, entry, outcomes, before)));
    }
    return specs.stream().map(spec -> outcome(outcomes, spec)).toList();
  }

  private static OrderOutcome outcome(Map<ClientOrderId, OrderOutcome> outcomes, OrderSpec spec) {
    OrderOutcome outcome = outcomes.get(spec.id());
    return outcome == null
        ? new OrderOutcome.Unresolved(spec.id(), "the answer says nothing of it")
        : outcome;
  }

  /**
   * What became of an order of this id; null when there was none. Before the first one of this life
   * the venue is asked: a journal that lost its end decides the same again under the same id, and
   * the venue itself only refuses ids of orders that are open.
   */
  private @Nullable OrderOutcome known(OrderSpec spec, Attempt attempt) {
    boolean sent;
    synchronized (venue.orders()) {
      VenueOrder order = venue.orders().find(spec.id());
      if (order != null && order.refused != null) {
        return new OrderOutcome.Rejected(spec.id(), order.refused);
      }
      if (order != null && (order.oid != 0 || order.filled.signum() > 0)) {
        return new OrderOutcome.Accepted(spec.id(), Exits.number(order), null);
      }
      sent = order != null;
    }
    long left = Math.min(attempt.leftNanos(), venue.settings().askWithin().toNanos());
    return switch (venue.line().ask(new Cloid(spec.id().value()), Math.max(1, left))) {
      case Line.Known.Nothing _ when sent ->
          new OrderOutcome.Unresolved(spec.id(), "was sent before, and may still arrive");
      case Line.Known.NoAnswer(var why) when sent -> new OrderOutcome.Unresolved(spec.id(), why);
      case Line.Known.Nothing _ -> null;
      case Line.Known.NoAnswer(var why) -> {
        // Ids are used once; that this one was in another life of the process is all but ruled out.
        LOG.warn("Whether an id was used cannot be asked id={} cause={}", spec.id(), why);
        yield null;
      }
      case Line.Known.Order(var record) ->
          OrderState.of(record.status()) == OrderState.REJECTED
              ? new OrderOutcome.Rejected(spec.id(), record.status())
              : new OrderOutcome.Accepted(spec.id(), Long.toString(record.order().oid()), null);
    };
  }

  private @Nullable OrderOutcome worded(OrderSpec spec, Map<OrderSpec, OrderRequest> requests) {
    VenueMarket market = venue.market(spec.symbol()).orElse(null);
    if (market == null) {
      return new OrderOutcome.Rejected(spec.id(), "the venue has no perpetual " + spec.symbol());
    }
    try {
      requests.put(spec, venue.words().of(spec, market));
      return null;
    } catch (OrderWords.Unsendable e) {
      return new OrderOutcome.Rejected(spec.id(), String.valueOf(e.getMessage()));
    }
  }

  /** An exit is kept until its entry has filled; what became of its entry is what becomes of it. */
  private OrderOutcome bound(
      OrderSpec spec,
      ClientOrderId entry,
      Map<ClientOrderId, OrderOutcome> now,
      List<OrderOutcome> before) {
    OrderOutcome ofEntry = now.get(entry);
    for (OrderOutcome earlier : before) {
      if (earlier.clientOrderId().equals(entry)) {
        ofEntry = earlier;
      }
    }
    if (ofEntry instanceof OrderOutcome.Rejected) {
      return new OrderOutcome.Rejected(spec.id(), "its entry was refused");
    }
    synchronized (venue.orders()) {
      VenueOrder parent = venue.orders().find(entry);
      if (parent != null && parent.ended && parent.filled.signum() == 0) {
        return new OrderOutcome.Rejected(spec.id(), "its entry ended without a fill");
      }
      Exit known = exits.find(spec.id());
      Exit exit = known == null ? exits.keep(spec, entry) : known;
      return new OrderOutcome.Accepted(spec.id(), Exits.number(exit.order), null);
    }
  }

  private void send(
      Map<OrderSpec, OrderRequest> requests,
      Map<ClientOrderId, OrderOutcome> outcomes,
      Attempt attempt) {
    List<OrderSpec> specs = List.copyOf(requests.keySet());
    synchronized (venue.orders()) {
      specs.forEach(venue.orders()::placing);
    }
    Line.Sent sent =
        venue
            .line()
            .send(
                new PlaceOrders(List.copyOf(requests.values()), Grouping.Plain.NA, null),
                attempt.expires(),
                specs.size(),
                attempt.leftNanos());
    List<EntryStatus> entries =
        sent instanceof Line.Sent.Answered(var answered) ? answered : List.of();
    List<Runnable> waits = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      OrderSpec spec = specs.get(i);
      EntryStatus entry = i < entries.size() ? entries.get(i) : null;
      switch (sent) {
        case Line.Sent.Answered _ when entry instanceof EntryStatus.Filled filled -> {
          executed(spec, filled);
          waits.add(() -> outcomes.put(spec.id(), withFills(spec, filled, attempt)));
        }
        case Line.Sent.Answered _ -> outcomes.put(spec.id(), answered(spec, entry, attempt));
        case Line.Sent.Refused(var refusal) -> {
          alarm(refusal);
          outcomes.put(spec.id(), refused(spec, refusal.toString()));
        }
        case Line.Sent.NotSent(var why) -> outcomes.put(spec.id(), refused(spec, why));
        case Line.Sent.Unknown(var why) ->
            outcomes.put(spec.id(), new OrderOutcome.Unresolved(spec.id(), why));
      }
    }
    waits.forEach(Runnable::run);
  }

  private static void alarm(Refusal refusal) {
    if (refusal.reason() == RefusalReason.UNKNOWN_SIGNER
        || refusal.reason() == RefusalReason.MUST_DEPOSIT) {
      LOG.error("The venue takes no orders of this agent any more refusal={}", refusal);
    }
  }

  private OrderOutcome answered(OrderSpec spec, @Nullable EntryStatus entry, Attempt attempt) {
    return switch (entry) {
      case EntryStatus.Resting(var oid, _) -> {
        synchronized (venue.orders()) {
          venue.orders().number(venue.orders().placing(spec), oid);
        }
        yield new OrderOutcome.Accepted(spec.id(), Long.toString(oid), null);
      }
      case EntryStatus.Word _ -> new OrderOutcome.Accepted(spec.id(), "", null);
      case EntryStatus.Failed it when it.refusal().reason() == RefusalReason.CLOID ->
          usedBefore(spec, it.error(), attempt);
      case EntryStatus.Failed it -> refused(spec, it.error());
      case null, default -> new OrderOutcome.Unresolved(spec.id(), "answered " + entry);
    };
  }

  private OrderOutcome usedBefore(OrderSpec spec, String error, Attempt attempt) {
    return switch (venue.line().ask(new Cloid(spec.id().value()), attempt.leftNanos())) {
      case Line.Known.Order(var record) ->
          new OrderOutcome.Accepted(spec.id(), Long.toString(record.order().oid()), null);
      case Line.Known.Nothing _ -> refused(spec, error);
      case Line.Known.NoAnswer(var why) ->
          new OrderOutcome.Unresolved(spec.id(), error + "; " + why);
    };
  }

  private OrderOutcome refused(OrderSpec spec, String why) {
    synchronized (venue.orders()) {
      VenueOrder order = venue.orders().placing(spec);
      order.ended = true;
      order.refused = why;
    }
    return new OrderOutcome.Rejected(spec.id(), why);
  }

  private void executed(OrderSpec spec, EntryStatus.Filled filled) {
    synchronized (venue.orders()) {
      VenueOrder order = venue.orders().placing(spec);
      venue.orders().number(order, filled.oid());
      boolean whole = filled.totalSz().compareTo(spec.quantity().value()) >= 0;
      if (!order.ended && (whole || leavesNothing(spec.terms()))) {
        order.rest = !whole;
        order.complete = filled.totalSz();
        news.endIfComplete(order, venue.now());
      }
    }
  }

  private static boolean leavesNothing(OrderTerms terms) {
    return terms instanceof OrderTerms.AtMarket
        || (terms instanceof OrderTerms.Limit limit && limit.timeInForce() == TimeInForce.IOC);
  }

  /** The outcome, with what filled if that is told in time. */
  private OrderOutcome withFills(OrderSpec spec, EntryStatus.Filled filled, Attempt attempt) {
    long patience = Math.min(attempt.leftNanos(), venue.settings().fillWait().toNanos());
    long end = System.nanoTime() + patience;
    synchronized (venue.orders()) {
      VenueOrder order = venue.orders().placing(spec);
      while (order.filled.compareTo(filled.totalSz()) < 0 && end - System.nanoTime() > 0) {
        try {
          TimeUnit.NANOSECONDS.timedWait(venue.orders(), end - System.nanoTime());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
      }
      String number = Long.toString(filled.oid());
      Fill last = order.lastFill;
      if (last == null || order.filled.compareTo(filled.totalSz()) < 0) {
        return new OrderOutcome.Accepted(spec.id(), number, null);
      }
      return new OrderOutcome.Accepted(spec.id(), number, summed(filled, last, order));
    }
  }

  private static Fill summed(EntryStatus.Filled filled, Fill last, VenueOrder order) {
    BigDecimal size = filled.totalSz();
    return new Fill(
        last.fillId(),
        last.clientOrderId(),
        last.symbol(),
        last.side(),
        new Price(filled.avgPx()),
        new Quantity(size),
        order.fees,
        last.maker(),
        false,
        last.at());
  }
}
