package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.value.Quantity;
import dev.orrery.broker.hyperliquid.order.Batches.Attempt;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.market.VenueMarket;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.BatchModify;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.OrderChange;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.UpdateLeverage;
import dev.orrery.hyperliquid.wire.info.OrderState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cancels and changes orders, and sets leverage. Thread-safe. */
public final class Changing {
  private final Venue venue;
  private final Exits exits;
  private final OrderNews news;
  private final Moving moving;
  private final Leverages leverages;

  /** Changes for one account. */
  public Changing(Venue venue, Exits exits, OrderNews news, Moving moving, Leverages leverages) {
    this.venue = venue;
    this.exits = exits;
    this.news = news;
    this.moving = moving;
    this.leverages = leverages;
  }

  /** Cancels some: those with an id of ours in one action, those placed elsewhere in another. */
  List<OrderOutcome> cancel(List<Instruction.Cancel> cancels, Attempt attempt) {
    Map<ClientOrderId, OrderOutcome> outcomes = new LinkedHashMap<>();
    Map<ClientOrderId, CancelByCloid.Cancel> named = new LinkedHashMap<>();
    Map<ClientOrderId, CancelOrders.Cancel> numbered = new LinkedHashMap<>();
    Map<Exit, List<ClientOrderId>> partsOf = new LinkedHashMap<>();
    Set<ClientOrderId> moved = new HashSet<>();
    for (Instruction.Cancel cancel : cancels) {
      VenueMarket market = venue.market(cancel.symbol()).orElse(null);
      if (market == null) {
        outcomes.put(cancel.id(), new OrderOutcome.Rejected(cancel.id(), OrderOutcome.NEVER_SEEN));
        continue;
      }
      synchronized (venue.orders()) {
        // What was sent to place it again may still arrive, and is cancelled then.
        long until = attempt.nanoTime().getAsLong() + 2 * venue.settings().exitValidity().toNanos();
        if (Replacing.isDismissed(venue.orders().find(cancel.id()), until)) {
          moved.add(cancel.id());
        }
        sort(cancel.id(), market.asset(), outcomes, named, numbered, partsOf);
      }
    }
    if (!named.isEmpty()) {
      Line.Sent sent =
          venue
              .line()
              .send(
                  new CancelByCloid(List.copyOf(named.values())),
                  attempt.expires(),
                  named.size(),
                  attempt.leftNanos());
      cancelled(List.copyOf(named.keySet()), sent, outcomes, attempt);
    }
    if (!numbered.isEmpty()) {
      Line.Sent sent =
          venue
              .line()
              .send(
                  new CancelOrders(List.copyOf(numbered.values()), false),
                  attempt.expires(),
                  numbered.size(),
                  attempt.leftNanos());
      cancelled(List.copyOf(numbered.keySet()), sent, outcomes, attempt);
    }
    partsOf.forEach(
        (exit, names) -> outcomes.put(exit.order.id, together(exit, names, outcomes, attempt)));
    List<OrderOutcome> all = new ArrayList<>();
    for (Instruction.Cancel cancel : cancels) {
      OrderOutcome outcome = outcomes.get(cancel.id());
      all.add(
          outcome == null
                  || (moved.contains(cancel.id()) && outcome instanceof OrderOutcome.Rejected)
              ? new OrderOutcome.Unresolved(cancel.id(), "not known to be gone: " + outcome)
              : outcome);
    }
    return all;
  }

  private void sort(
      ClientOrderId id,
      int asset,
      Map<ClientOrderId, OrderOutcome> outcomes,
      Map<ClientOrderId, CancelByCloid.Cancel> named,
      Map<ClientOrderId, CancelOrders.Cancel> numbered,
      Map<Exit, List<ClientOrderId>> partsOf) {
    VenueOrder order = venue.orders().find(id);
    Exit exit = exits.find(id);
    if (order != null && order.ended) {
      outcomes.put(id, new OrderOutcome.Rejected(id, OrderOutcome.ALREADY_GONE));
    } else if (exit != null) {
      exit.dismissed = true;
      List<ClientOrderId> names = new ArrayList<>();
      for (ExitPart part : exit.parts) {
        if (part.stands()) {
          part.cancelling = true;
          names.add(part.name);
          named.put(part.name, new CancelByCloid.Cancel(asset, new Cloid(part.name.value())));
        }
      }
      partsOf.put(exit, names);
    } else if (order != null && order.oid != 0 && id.equals(elsewhere(order))) {
      numbered.put(id, new CancelOrders.Cancel(asset, order.oid));
    } else {
      named.put(id, new CancelByCloid.Cancel(asset, new Cloid(id.value())));
    }
  }

  /** What becomes of an exit by what became of its parts; who still stands is cancelled again. */
  private OrderOutcome together(
      Exit exit,
      List<ClientOrderId> names,
      Map<ClientOrderId, OrderOutcome> outcomes,
      Attempt attempt) {
    ClientOrderId id = exit.order.id;
    OrderOutcome all = null;
    for (ClientOrderId name : names) {
      OrderOutcome one = outcomes.remove(name);
      if (one == null || one instanceof OrderOutcome.Unresolved) {
        all = new OrderOutcome.Unresolved(id, "not all of it is known to be gone: " + one);
      } else if (one instanceof OrderOutcome.Accepted
          && !(all instanceof OrderOutcome.Unresolved)) {
        all = new OrderOutcome.Accepted(id, "", null);
      } else if (one instanceof OrderOutcome.Rejected it && all == null) {
        all = new OrderOutcome.Rejected(id, it.venueReason());
      }
    }
    synchronized (venue.orders()) {
      if (all instanceof OrderOutcome.Rejected it && !it.alreadyGone()) {
        exit.dismissed = false; // Nothing was taken off, and the runtime knows.
        exit.parts.forEach(part -> part.cancelling = false);
      }
      long settle = venue.settings().settle().toNanos(); // News of the end is on its way.
      exit.notBefore = attempt.nanoTime().getAsLong() + settle;
      exits.dueIn(settle);
      exits.moved(exit);
      if (all != null) {
        return all;
      }
      return exit.parts.isEmpty()
          ? new OrderOutcome.Accepted(id, "", null)
          : new OrderOutcome.Unresolved(id, "whether it was placed is not known yet");
    }
  }

  private static ClientOrderId elsewhere(VenueOrder order) {
    return ClientOrderId.ofVenue(Long.toString(order.oid));
  }

  private void cancelled(
      List<ClientOrderId> ids,
      Line.Sent sent,
      Map<ClientOrderId, OrderOutcome> outcomes,
      Attempt attempt) {
    Waypoint.CANCEL_ANSWERED.reached();
    List<EntryStatus> entries =
        sent instanceof Line.Sent.Answered(var answered) ? answered : List.of();
    for (int i = 0; i < ids.size(); i++) {
      ClientOrderId id = ids.get(i);
      EntryStatus entry = i < entries.size() ? entries.get(i) : null;
      outcomes.put(
          id,
          switch (sent) {
            case Line.Sent.Answered _ -> cancelled(id, entry, attempt);
            case Line.Sent.Refused(var refusal) ->
                new OrderOutcome.Rejected(id, refusal.toString());
            case Line.Sent.NotSent(var why) -> new OrderOutcome.Rejected(id, why);
            case Line.Sent.Unknown(var why) -> new OrderOutcome.Unresolved(id, why);
          });
    }
  }

  private OrderOutcome cancelled(ClientOrderId id, @Nullable EntryStatus entry, Attempt attempt) {
    return switch (entry) {
      case EntryStatus.Word word when word == EntryStatus.Word.SUCCESS ->
          new OrderOutcome.Accepted(id, "", null);
      case EntryStatus.Failed it when it.refusal().reason() == RefusalReason.MISSING_ORDER ->
          missing(id, attempt);
      case EntryStatus.Failed it -> new OrderOutcome.Rejected(id, it.error());
      case null, default -> new OrderOutcome.Unresolved(id, "answered " + entry);
    };
  }

  /** The venue says one thing for gone and for never there: it is asked which. */
  private OrderOutcome missing(ClientOrderId id, Attempt attempt) {
    OrderRef ref = OrderRef.of(new Cloid(id.value()));
    synchronized (venue.orders()) {
      VenueOrder order = venue.orders().find(id);
      if (order != null && order.oid != 0) {
        ref = OrderRef.of(order.oid);
      }
    }
    return switch (venue.line().ask(ref, attempt.leftNanos())) {
      case Line.Known.Order _ -> new OrderOutcome.Rejected(id, OrderOutcome.ALREADY_GONE);
      case Line.Known.Nothing _ -> new OrderOutcome.Rejected(id, OrderOutcome.NEVER_SEEN);
      case Line.Known.NoAnswer(var why) -> new OrderOutcome.Unresolved(id, why);
    };
  }

  /** Changes one in place: price or trigger, and what remains. */
  OrderOutcome amend(OrderSpec changed, Attempt attempt) {
    ClientOrderId id = changed.id();
    VenueOrder order;
    synchronized (venue.orders()) {
      Exit exit = exits.find(id);
      if (exit != null) {
        return amendExit(exit, changed);
      }
      order = venue.orders().find(id);
      if (order != null && order.ended) {
        return new OrderOutcome.Rejected(id, OrderOutcome.ALREADY_GONE);
      }
    }
    VenueMarket market = venue.market(changed.symbol()).orElse(null);
    if (market == null) {
      return new OrderOutcome.Rejected(id, OrderOutcome.NEVER_SEEN);
    }
    if (waits(changed.terms())) {
      return moving.move(changed, market, attempt);
    }
    if (order == null) {
      OrderOutcome gone = goneOrUnknown(id, attempt);
      if (gone != null) {
        return gone;
      }
    }
    OrderRequest request;
    try {
      request = venue.words().of(changed, market);
    } catch (OrderWords.Unsendable e) {
      return new OrderOutcome.Rejected(id, String.valueOf(e.getMessage()));
    }
    return modify(changed, request, attempt);
  }

  /** Whether an order of these terms waits for a price. */
  static boolean waits(OrderTerms terms) {
    return terms instanceof OrderTerms.Stop || terms instanceof OrderTerms.TakeProfit;
  }

  private OrderOutcome amendExit(Exit exit, OrderSpec changed) {
    if (exit.order.ended || exit.fired) {
      return new OrderOutcome.Rejected(changed.id(), OrderOutcome.ALREADY_GONE);
    }
    exit.spec = changed;
    exit.most = exit.order.filled.add(changed.quantity().value());
    exit.told = exit.most;
    Exits.price(changed.terms())
        .ifPresent(price ->
            venue
                .orders()
                .tell(
                    new BrokerEvent.OrderAmended(
                        changed.id(),
                        Exits.number(exit.order),
                        price,
                        new Quantity(changed.quantity().value()),
                        venue.now())));
    exits.moved(exit);
    return new OrderOutcome.Accepted(changed.id(), Exits.number(exit.order), null);
  }

  private @Nullable OrderOutcome goneOrUnknown(ClientOrderId id, Attempt attempt) {
    return switch (venue.line().ask(new Cloid(id.value()), attempt.leftNanos())) {
      case Line.Known.Nothing _ -> new OrderOutcome.Rejected(id, OrderOutcome.NEVER_SEEN);
      case Line.Known.NoAnswer(var why) -> new OrderOutcome.Rejected(id, "not changed: " + why);
      case Line.Known.Order(var record) ->
          OrderState.of(record.status()) == OrderState.OPEN
              ? null
              : new OrderOutcome.Rejected(id, OrderOutcome.ALREADY_GONE);
    };
  }

  private OrderOutcome modify(OrderSpec changed, OrderRequest request, Attempt attempt) {
    ClientOrderId id = changed.id();
    VenueOrder order;
    synchronized (venue.orders()) {
      order = venue.orders().placing(changed);
      order.changing++;
    }
    Line.Sent sent =
        venue
            .line()
            .send(
                new BatchModify(
                    List.of(new OrderChange(OrderRef.of(new Cloid(id.value())), request)), false),
                attempt.expires(),
                1,
                attempt.leftNanos());
    EntryStatus entry =
        sent instanceof Line.Sent.Answered(var entries) && !entries.isEmpty()
            ? entries.getFirst()
            : null;
    synchronized (venue.orders()) {
      order.changing--;
      if (entry instanceof EntryStatus.Resting(var oid, _)) {
        return moved(order, changed, oid);
      }
      if (entry instanceof EntryStatus.Filled(var size, _, var oid, _)) {
        OrderOutcome outcome = moved(order, changed, oid);
        if (size.compareTo(changed.quantity().value()) >= 0) {
          order.complete = order.filledWith(oid, size);
          news.endIfComplete(order, venue.now());
        }
        return outcome;
      }
      news.unchanged(order);
    }
    return notMoved(id, sent, entry, attempt);
  }

  private OrderOutcome moved(VenueOrder order, OrderSpec changed, long oid) {
    order.held = null;
    boolean told = !venue.orders().number(order, oid) && order.former.isEmpty();
    order.terms = changed.terms();
    BigDecimal price = Exits.price(changed.terms()).map(it -> it.value()).orElse(BigDecimal.ZERO);
    if (!told) {
      news.amended(order, price, changed.quantity().value(), venue.now());
    }
    return new OrderOutcome.Accepted(order.id, Long.toString(oid), null);
  }

  private OrderOutcome notMoved(
      ClientOrderId id, Line.Sent sent, @Nullable EntryStatus entry, Attempt attempt) {
    if (entry instanceof EntryStatus.Failed failed) {
      RefusalReason reason = failed.refusal().reason();
      return reason == RefusalReason.CANNOT_MODIFY || reason == RefusalReason.MISSING_ORDER
          ? missing(id, attempt)
          : new OrderOutcome.Rejected(id, failed.error());
    }
    return switch (sent) {
      case Line.Sent.Refused(var refusal) when refusal.reason() == RefusalReason.CANNOT_MODIFY ->
          missing(id, attempt);
      case Line.Sent.Refused(var refusal) -> new OrderOutcome.Rejected(id, refusal.toString());
      case Line.Sent.NotSent(var why) -> new OrderOutcome.Rejected(id, why);
      case Line.Sent.Unknown(var why) -> new OrderOutcome.Unresolved(id, why);
      case Line.Sent.Answered it -> new OrderOutcome.Unresolved(id, "answered " + it);
    };
  }

  /** Sets leverage and margin mode of a symbol. */
  OrderOutcome lever(Instruction.SetLeverage it, Attempt attempt) {
    VenueMarket market = venue.market(it.symbol()).orElse(null);
    if (market == null) {
      return new OrderOutcome.Rejected(it.id(), "the venue has no perpetual " + it.symbol());
    }
    Line.Sent sent =
        venue
            .line()
            .send(
                new UpdateLeverage(market.asset(), it.mode() == MarginMode.CROSS, it.leverage()),
                attempt.expires(),
                0,
                attempt.leftNanos());
    return switch (sent) {
      case Line.Sent.Answered _ -> {
        leverages.told(it.symbol(), it.leverage(), it.mode());
        yield new OrderOutcome.Accepted(it.id(), "", null);
      }
      case Line.Sent.Refused(var refusal) -> new OrderOutcome.Rejected(it.id(), refusal.toString());
      case Line.Sent.NotSent(var why) -> new OrderOutcome.Rejected(it.id(), why);
      case Line.Sent.Unknown(var why) -> new OrderOutcome.Unresolved(it.id(), why);
    };
  }
}
