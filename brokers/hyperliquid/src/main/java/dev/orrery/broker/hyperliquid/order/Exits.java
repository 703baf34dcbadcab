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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Exits that are bound to an entry. The venue has groups of its own, but its exits wait until the
 * whole entry has filled, and go with an entry that is cancelled half filled. So an exit is kept
 * here until its entry has filled, then stands at the venue as a reduce-only order for as much as
 * that is, and grows with it. When it fires, what is left of its entry is cancelled; when it is
 * over, its siblings are; when its entry ends, it stays for what has filled, or goes.
 *
 * <p>What is due is read from the state of an exit, whatever brought it about; {@link ExitDesk}
 * does it. All but {@link #alive} is called under the monitor of {@link Orders}.
 */
public final class Exits {
  private final Orders orders;
  private final Supplier<Instant> now;
  private final Map<ClientOrderId, Exit> byId = new LinkedHashMap<>();
  private Runnable due = () -> {};

  /**
   * None yet.
   *
   * @param now the timeline's present
   */
  public Exits(Orders orders, Supplier<Instant> now) {
    this.orders = orders;
    this.now = now;
  }

  /** An exit was changed. */
  void changed() {
    due.run();
  }

  /** Told, under the monitor, when something may be due. */
  void whenDue(Runnable task) {
    due = task;
  }

  /** An exit of an order that works, or has filled. */
  Exit keep(OrderSpec spec, ClientOrderId entry) {
    VenueOrder order = orders.placing(spec);
    order.exit = true;
    order.since = now.get();
    Exit exit = new Exit(order, spec, entry);
    VenueOrder parent = orders.find(entry);
    if (parent != null) {
      exit.protects = parent.filled;
      exit.entryEnded = parent.ended;
    }
    byId.put(spec.id(), exit);
    due.run();
    return exit;
  }

  @Nullable Exit find(ClientOrderId id) {
    return byId.get(id);
  }

  /**
   * How the venue is asked about an order: by its name, which stays over changes as no number does.
   * Of orders placed elsewhere, and of an exit that does not stand there any more, only the number
   * is known.
   */
  OrderRef ref(VenueOrder order) {
    Exit exit = byId.get(order.id);
    if (exit != null && exit.placed.signum() > 0) {
      return OrderRef.of(new Cloid(exit.name().value()));
    }
    boolean elsewhere =
        order.id.equals(ClientOrderId.ofVenue(Long.toString(order.oid)))
            || order.former.stream()
                .anyMatch(oid -> order.id.equals(ClientOrderId.ofVenue(Long.toString(oid))));
    return order.oid != 0 && (elsewhere || exit != null)
        ? OrderRef.of(order.oid)
        : OrderRef.of(new Cloid(order.id.value()));
  }

  /** The venue's numbers of the orders that are taken to stand there. */
  public Set<Long> standing() {
    synchronized (orders) {
      return orders.working().stream()
          .filter(order -> order.oid != 0)
          .filter(order -> {
            Exit exit = byId.get(order.id);
            return exit == null || exit.placed.signum() > 0;
          })
          .map(order -> order.oid)
          .collect(Collectors.toUnmodifiableSet());
    }
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

  /** An order has filled by so much. */
  void filled(VenueOrder order, BigDecimal quantity) {
    Exit itself = byId.get(order.id);
    if (itself != null) {
      itself.placed = itself.placed.subtract(quantity).max(BigDecimal.ZERO);
      itself.fired = true;
      due.run();
    }
    for (Exit exit : of(order.id)) {
      exit.protects = exit.protects.add(quantity);
      due.run();
    }
  }

  /** The price of an exit was reached. */
  void fires(VenueOrder order) {
    Exit exit = byId.get(order.id);
    if (exit != null) {
      exit.fired = true;
      due.run();
    }
  }

  /**
   * The venue took an order off. Whether it only sleeps again: the position went by other means
   * while the entry works, so that there may be more to protect.
   */
  boolean sleepsAgain(VenueOrder order, CloseReason reason) {
    Exit exit = byId.get(order.id);
    if (exit == null || exit.fired || exit.entryEnded || reason != CloseReason.REDUCE_ONLY) {
      return false;
    }
    exit.placed = BigDecimal.ZERO;
    exit.gone = exit.protects;
    exit.attempt++;
    orders.alias(exit.name(), exit.spec.id());
    return true;
  }

  /** An exit at market that the book had not enough for: whether it is carried on with. */
  boolean goesOn(VenueOrder order) {
    Exit exit = byId.get(order.id);
    if (exit == null || exit.wanted().signum() == 0) {
      return false;
    }
    order.complete = null;
    order.before = order.filled;
    exit.placed = BigDecimal.ZERO;
    exit.attempt++;
    orders.alias(exit.name(), exit.spec.id());
    due.run();
    return true;
  }

  /** The reason of an end, as the account is told it. */
  CloseReason reason(VenueOrder order, CloseReason reason) {
    Exit exit = byId.get(order.id);
    boolean taken = reason == CloseReason.REDUCE_ONLY || reason == CloseReason.CANCELLED;
    return exit != null && taken && obsolete(exit) ? CloseReason.SIBLING : reason;
  }

  /** Whether a sibling of it has done its work. */
  boolean obsolete(Exit exit) {
    return byId.values().stream()
        .anyMatch(it -> it != exit && it.entry.equals(exit.entry) && it.fired && it.order.ended);
  }

  /** An order is final. */
  void ended(VenueOrder order) {
    if (byId.containsKey(order.id)) {
      due.run(); // It may take its siblings along.
    }
    for (Exit exit : of(order.id)) {
      exit.entryEnded = true;
      if (exit.protects.signum() == 0) {
        over(exit, CloseReason.SIBLING, "its entry ended without a fill");
      } else {
        cut(exit);
        due.run();
      }
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
      orders.tell(
          new BrokerEvent.OrderAmended(
              exit.spec.id(), number(exit.order), price.get(), left, now.get()));
    }
  }

  /** An exit that does not stand at the venue is over. */
  void over(Exit exit, CloseReason reason, String detail) {
    VenueOrder order = exit.order;
    if (order.ended || exit.placed.signum() > 0) {
      due.run(); // It stands there: it is cancelled first.
      return;
    }
    order.ended = true;
    orders.tell(new BrokerEvent.OrderClosed(order.id, reason, detail, now.get()));
    due.run();
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
