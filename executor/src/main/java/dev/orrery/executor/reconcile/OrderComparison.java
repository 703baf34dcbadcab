package dev.orrery.executor.reconcile;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.broker.VenueReport.VenueOrder;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderState;
import dev.orrery.executor.reconcile.Correction.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares orders: those we think working with their fate, and those the venue works that we do not
 * know. Confined to one thread.
 */
final class OrderComparison {
  private final Evidence evidence;
  private final AccountBook book;
  private final VenueReport report;
  private final Map<ClientOrderId, BigDecimal> missed;
  private final Findings findings;

  /**
   * For one comparison.
   *
   * @param missed quantity of the fills we were not told, by order
   */
  OrderComparison(Evidence evidence, Map<ClientOrderId, BigDecimal> missed, Findings findings) {
    this.evidence = evidence;
    this.book = evidence.book();
    this.report = evidence.report();
    this.missed = missed;
    this.findings = findings;
  }

  void working() {
    for (TrackedOrder order : book.state().working()) {
      OrderFate fate = report.asked().get(order.id());
      if (fate != null) {
        switch (fate) {
          case OrderFate.Working it -> working(order, it);
          case OrderFate.Final it -> ended(order, it);
          case OrderFate.NeverSeen ignored -> neverSeen(order);
        }
      }
    }
  }

  private void working(TrackedOrder order, OrderFate.Working fate) {
    if (order.state() == OrderState.INTENDED || order.state() == OrderState.UNRESOLVED) {
      findings.add(
          Kind.ORDER_WORKING,
          order.id().value(),
          "was " + order.state(),
          new AccountEntry.Told(
              new BrokerEvent.OrderOpened(order.id(), fate.venueOrderId(), report.at())));
    }
    if (order.resized() && evidence.isPast(order.validUntil())) {
      remainder(order, fate);
    }
  }

  private void remainder(TrackedOrder order, OrderFate.Working fate) {
    Quantity expected =
        order.remaining().minus(new Quantity(untold(order.id()))).plus(ahead(order.id()));
    OrderTerms terms = shown(order);
    Price price = terms == null ? null : own(terms);
    if (terms == null || price == null) {
      return;
    }
    OrderTerms known = order.spec().terms();
    // One that has fired rests at its limit, and shows that.
    boolean moved = terms.getClass() == known.getClass() && !price.equals(own(known));
    if (moved || !fate.remaining().equals(expected)) {
      findings.add(
          Kind.ORDER_WORKING,
          order.id().value(),
          "remaining " + fate.remaining() + ", not " + expected + (moved ? ", at " + price : ""),
          fate.remaining().minus(expected) + (moved ? " at " + price : ""),
          List.of(
              new AccountEntry.Told(
                  new BrokerEvent.OrderAmended(
                      order.id(), fate.venueOrderId(), price, fate.remaining(), report.at()))));
    } else if (order.amending() != null) {
      findings.add(
          Kind.NEVER_SEEN,
          order.id().value(),
          "its change, valid until " + order.validUntil(),
          new AccountEntry.Answered(
              AccountEntry.Asked.AMEND,
              new OrderOutcome.Rejected(order.id(), OrderOutcome.NEVER_SEEN),
              report.at()));
    }
  }

  private BigDecimal untold(ClientOrderId id) {
    return missed.getOrDefault(id, BigDecimal.ZERO);
  }

  /** What has filled of an order and the report does not know yet. */
  private Quantity ahead(ClientOrderId id) {
    Quantity sum = Quantity.ZERO;
    for (BrokerEvent event : evidence.ahead()) {
      if (event instanceof BrokerEvent.OrderFilled it && it.fill().clientOrderId().equals(id)) {
        sum = sum.plus(it.fill().quantity());
      }
    }
    return sum;
  }

  /** What the venue shows for an order that works; null of exits, which the broker keeps. */
  private @Nullable OrderTerms shown(TrackedOrder order) {
    for (VenueOrder venue : report.openOrders()) {
      if (venue.id().equals(order.id()) && order.spec().entry().isEmpty()) {
        return venue.terms();
      }
    }
    return null;
  }

  private static @Nullable Price own(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket _ -> null;
      case OrderTerms.Limit it -> it.price();
      case OrderTerms.Stop it -> it.trigger();
      case OrderTerms.TakeProfit it -> it.trigger();
    };
  }

  private void ended(TrackedOrder order, OrderFate.Final fate) {
    BigDecimal filled = order.filled().value().add(untold(order.id()));
    boolean complete = filled.compareTo(order.spec().quantity().value()) >= 0;
    if (complete && !order.resized()) {
      return;
    }
    if (fate.reason() == CloseReason.FILLED && order.state() == OrderState.SETTLING) {
      findings.add(
          Kind.ORDER_FINAL,
          order.id().value(),
          "filled " + filled + " of " + order.spec().quantity(),
          filled.toString(),
          List.of(closed(order, CloseReason.OTHER, "the venue has no more fills of it")));
      return;
    }
    findings.add(
        Kind.ORDER_FINAL,
        order.id().value(),
        fate.reason() + " " + fate.detail(),
        closed(order, fate.reason(), fate.detail()));
  }

  private void neverSeen(TrackedOrder order) {
    if (!evidence.isPast(order.validUntil())) {
      return;
    }
    if (order.state() == OrderState.INTENDED || order.state() == OrderState.UNRESOLVED) {
      findings.add(
          Kind.NEVER_SEEN,
          order.id().value(),
          "valid until " + order.validUntil(),
          closed(order, CloseReason.NEVER_SENT, "the venue never saw it"));
      return;
    }
    String unknown = "the venue does not know it any more";
    findings.add(
        Kind.ORDER_FINAL,
        order.id().value(),
        unknown,
        unknown,
        List.of(closed(order, CloseReason.OTHER, unknown)));
  }

  private AccountEntry closed(TrackedOrder order, CloseReason reason, String detail) {
    return new AccountEntry.Told(
        new BrokerEvent.OrderClosed(order.id(), reason, detail, report.at()));
  }

  void foreign() {
    for (VenueOrder venue : report.openOrders()) {
      TrackedOrder ours = book.order(venue.id());
      if (ours == null || ours.state().isFinal()) {
        adopt(venue, ours);
      }
    }
  }

  /** Takes in an order that we do not know, or thought final. */
  private void adopt(VenueOrder venue, @Nullable TrackedOrder ours) {
    AccountEntry adopted =
        new AccountEntry.Intended(
            spec(venue, ours),
            TrackedOrder.EXTERNAL + venue.venueOrderId(),
            "",
            0,
            evidence.processNow(),
            venue.placedAt());
    AccountEntry opened =
        new AccountEntry.Told(
            new BrokerEvent.OrderOpened(venue.id(), venue.venueOrderId(), venue.placedAt()));
    findings.add(
        evidence.begins() ? Kind.INITIAL_ORDER : Kind.FOREIGN_ORDER,
        venue.id().value(),
        venue.symbol() + " " + venue.side() + " " + venue.remaining(),
        "unknown",
        List.of(adopted, opened));
  }

  private static OrderSpec spec(VenueOrder venue, @Nullable TrackedOrder ours) {
    Quantity filled = ours == null ? Quantity.ZERO : ours.filled();
    return new OrderSpec(
        venue.id(),
        venue.symbol(),
        venue.side(),
        venue.remaining().plus(filled),
        venue.terms(),
        venue.reduceOnly(),
        ours == null ? Optional.empty() : ours.spec().entry(),
        ours == null ? "" : ours.spec().label());
  }
}
