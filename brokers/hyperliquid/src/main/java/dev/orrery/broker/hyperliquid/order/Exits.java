package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Exits that are bound to an entry. The venue has groups of its own, but its exits wait until the
 * whole entry has filled, and go with an entry that is cancelled half filled. So an exit is kept
 * here until its entry has filled, then stands at the venue as reduce-only orders for as much as
 * that is, and grows with it. When it fires, what is left of its entry is cancelled, its siblings
 * are, and what its entry brought is closed; when its entry ends, it stays for what has filled, or
 * goes.
 *
 * <p>What is due is read from the state of an exit, whatever brought it about: see {@link
 * ExitPlan}. All but {@link #alive} and {@link #standing} is called under the monitor of {@link
 * Orders}.
 */
public final class Exits {
  private final Orders orders;
  private final Supplier<Instant> now;
  private final Map<ClientOrderId, Exit> byId = new LinkedHashMap<>();
  private LongConsumer due = _ -> {};

  /**
   * None yet.
   *
   * @param now the timeline's present
   */
  public Exits(Orders orders, Supplier<Instant> now) {
    this.orders = orders;
    this.now = now;
  }

  /** Told, under the monitor, in how many nanoseconds something may be due. */
  void whenDue(LongConsumer task) {
    due = task;
  }

  /** Something may be due then. */
  void dueIn(long nanos) {
    due.accept(nanos);
  }

  /** An exit of an order that works, or has filled. */
  Exit keep(OrderSpec spec, ClientOrderId entry) {
    VenueOrder order = orders.placing(spec);
    order.since = now.get();
    Exit exit = new Exit(order, spec, entry);
    VenueOrder parent = orders.find(entry);
    if (parent != null) {
      exit.protects = parent.filled;
      exit.entryEnded = parent.ended;
    }
    byId.put(spec.id(), exit);
    due.accept(0);
    return exit;
  }

  @Nullable Exit find(ClientOrderId id) {
    return byId.get(id);
  }

  /** Whether exits hang on an order. */
  boolean areOf(ClientOrderId entry) {
    return !of(entry).isEmpty();
  }

  /**
   * One order that is taken to stand at the venue.
   *
   * @param oid the venue's number; 0 when it is not known
   * @param ref how the venue is asked about it: by its name, which stays over changes as no number
   *     does; only of orders placed elsewhere nothing but the number is known
   */
  record Standing(VenueOrder order, long oid, OrderRef ref) {}

  /** The orders that are taken to stand at the venue. */
  List<Standing> questions() {
    synchronized (orders) {
      List<Standing> all = new ArrayList<>();
      for (VenueOrder order : orders.working()) {
        Exit exit = byId.get(order.id);
        if (exit == null) {
          all.add(new Standing(order, order.oid, ref(order)));
        } else {
          exit.parts.stream()
              .filter(ExitPart::stands)
              .forEach(it -> all.add(new Standing(order, it.oid, named(it.name))));
        }
      }
      return all;
    }
  }

  /** How the venue is asked about an order; of an exit, about the last that stood for it. */
  OrderRef ref(VenueOrder order) {
    boolean elsewhere =
        order.id.equals(ClientOrderId.ofVenue(Long.toString(order.oid)))
            || order.former.stream()
                .anyMatch(oid -> order.id.equals(ClientOrderId.ofVenue(Long.toString(oid))));
    return order.oid != 0 && (elsewhere || byId.containsKey(order.id))
        ? OrderRef.of(order.oid)
        : named(order.id);
  }

  private static OrderRef named(ClientOrderId name) {
    return OrderRef.of(new Cloid(name.value()));
  }

  /** The venue's numbers of the orders that are taken to stand there. */
  public Set<Long> standing() {
    return questions().stream()
        .map(Standing::oid)
        .filter(oid -> oid != 0)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Those that are not over. */
  List<Exit> alive() {
    synchronized (orders) {
      byId.values().removeIf(exit -> exit.order.ended && of(exit.entry).isEmpty());
      return byId.values().stream().filter(exit -> !exit.order.ended).toList();
    }
  }

  private List<Exit> of(ClientOrderId entry) {
    return byId.values().stream()
        .filter(exit -> !exit.order.ended && exit.entry.equals(entry))
        .toList();
  }

  /** An entry has filled by so much. */
  void filled(VenueOrder entry, BigDecimal quantity) {
    for (Exit exit : of(entry.id)) {
      exit.protects = exit.protects.add(quantity);
      due.accept(0);
    }
  }

  /** Whether a sibling of it does its work. */
  boolean obsolete(Exit exit) {
    return byId.values().stream()
        .anyMatch(it -> it != exit && it.entry.equals(exit.entry) && it.closes());
  }

  /** An order is final. */
  void ended(VenueOrder order) {
    for (Exit exit : of(order.id)) {
      exit.entryEnded = true;
      if (exit.protects.signum() > 0) {
        cut(exit);
      }
      moved(exit);
    }
  }

  /** An entry ended with a part: what is bound to it is left to that. */
  private void cut(Exit exit) {
    if (exit.most.compareTo(exit.protects) <= 0) {
      return;
    }
    exit.most = exit.protects;
    Quantity left = new Quantity(exit.remaining());
    Optional<Price> price = price(exit.spec.terms());
    if (left.signum() > 0 && price.isPresent()) {
      exit.told = exit.order.filled.add(left.value());
      orders.tell(
          new BrokerEvent.OrderAmended(
              exit.spec.id(), number(exit.order), price.get(), left, now.get()));
    }
  }

  /** Something of an exit is other than it was: it may be over, or something may be due. */
  void moved(Exit exit) {
    endIfDone(exit);
    due.accept(0);
  }

  /** Ends an exit that stands nowhere and has nothing to stand for. */
  void endIfDone(Exit exit) {
    if (exit.order.ended || !exit.parts.isEmpty()) {
      return;
    }
    boolean obsolete = obsolete(exit);
    if (exit.dismissed || obsolete || (exit.entryEnded && exit.room().signum() <= 0)) {
      end(exit, obsolete);
    }
  }

  private void end(Exit exit, boolean obsolete) {
    boolean whole =
        exit.order.filled.signum() > 0
            && exit.order.filled.compareTo(exit.protects.min(exit.most)) >= 0;
    CloseReason reason = exit.lastEnd;
    String detail = "";
    if (whole && exit.gone.signum() > 0) {
      reason = CloseReason.REDUCE_ONLY;
      detail = "the position was smaller";
    } else if (whole && exit.order.filled.compareTo(exit.told) < 0) {
      reason = CloseReason.SIBLING;
      detail = "it has closed all that its entry had filled";
    } else if (whole) {
      reason = CloseReason.FILLED;
    } else if (obsolete) {
      reason = CloseReason.SIBLING;
      detail = "its sibling has filled";
    } else if (exit.protects.signum() == 0 && !exit.dismissed) {
      reason = CloseReason.SIBLING;
      detail = "its entry ended without a fill";
    } else if (exit.dismissed) {
      reason = CloseReason.CANCELLED;
    }
    exit.order.ended = true;
    orders.tell(new BrokerEvent.OrderClosed(exit.order.id, reason, detail, now.get()));
  }

  static Optional<Price> price(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.Stop it -> Optional.of(it.trigger());
      case OrderTerms.TakeProfit it -> Optional.of(it.trigger());
      case OrderTerms.Limit it -> Optional.of(it.price());
      case OrderTerms.AtMarket _ -> Optional.empty();
    };
  }

  static String number(VenueOrder order) {
    return order.oid == 0 ? "" : Long.toString(order.oid);
  }
}
