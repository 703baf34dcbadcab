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
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderState;
import dev.orrery.executor.reconcile.Correction.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    if (order.resized()
        && evidence.isPast(order.validUntil())
        && evidence.isSettled(order.spec().symbol())) {
      Quantity expected =
          order.remaining().minus(new Quantity(missed.getOrDefault(order.id(), BigDecimal.ZERO)));
      if (!fate.remaining().equals(expected)) {
        limit(order)
            .ifPresent(price ->
                findings.add(
                    Kind.ORDER_WORKING,
                    order.id().value(),
                    "remaining " + fate.remaining() + ", not " + expected,
                    new AccountEntry.Told(
                        new BrokerEvent.OrderAmended(
                            order.id(),
                            fate.venueOrderId(),
                            price,
                            fate.remaining(),
                            report.at()))));
      }
    }
  }

  /** The price the venue shows for an order that works. */
  private Optional<Price> limit(TrackedOrder order) {
    return report.openOrders().stream()
        .filter(venue -> venue.spec().id().equals(order.id()))
        .map(venue -> venue.spec().terms())
        .filter(OrderTerms.Limit.class::isInstance)
        .map(terms -> ((OrderTerms.Limit) terms).price())
        .findFirst();
  }

  private void ended(TrackedOrder order, OrderFate.Final fate) {
    BigDecimal filled =
        order.filled().value().add(missed.getOrDefault(order.id(), BigDecimal.ZERO));
    boolean complete = filled.compareTo(order.spec().quantity().value()) >= 0;
    if (complete && !order.resized()) {
      return;
    }
    if (fate.reason() == CloseReason.FILLED && order.state() == OrderState.SETTLING) {
      if (evidence.isSettled(order.spec().symbol())) {
        findings.add(
            Kind.ORDER_FINAL,
            order.id().value(),
            "filled " + filled + " of " + order.spec().quantity(),
            closed(order, CloseReason.OTHER, "the venue has no more fills of it"));
      }
      return;
    }
    findings.add(
        Kind.ORDER_FINAL,
        order.id().value(),
        fate.reason() + " " + fate.detail(),
        closed(order, fate.reason(), fate.detail()));
  }

  private void neverSeen(TrackedOrder order) {
    boolean unknown =
        order.state() == OrderState.INTENDED || order.state() == OrderState.UNRESOLVED;
    if (unknown && evidence.isPast(order.validUntil())) {
      findings.add(
          Kind.NEVER_SEEN,
          order.id().value(),
          "valid until " + order.validUntil(),
          closed(order, CloseReason.NEVER_SENT, "the venue never saw it"));
    } else if (!unknown
        && evidence.isSettled(order.spec().symbol())
        && evidence.isPast(order.validUntil())) {
      findings.add(
          Kind.ORDER_FINAL,
          order.id().value(),
          "the venue does not know it any more",
          closed(order, CloseReason.OTHER, "the venue does not know it any more"));
    }
  }

  private AccountEntry closed(TrackedOrder order, CloseReason reason, String detail) {
    return new AccountEntry.Told(
        new BrokerEvent.OrderClosed(order.id(), reason, detail, report.at()));
  }

  void foreign() {
    for (VenueOrder venue : report.openOrders()) {
      TrackedOrder ours = book.order(venue.spec().id());
      if (ours != null && !ours.state().isFinal()) {
        continue;
      }
      Quantity filled = ours == null ? Quantity.ZERO : ours.filled();
      AccountEntry.Intended adopted =
          new AccountEntry.Intended(
              sized(venue.spec(), venue.remaining().plus(filled)),
              TrackedOrder.EXTERNAL + venue.venueOrderId(),
              "",
              0,
              evidence.processNow(),
              venue.placedAt());
      AccountEntry opened =
          new AccountEntry.Told(
              new BrokerEvent.OrderOpened(
                  venue.spec().id(), venue.venueOrderId(), venue.placedAt()));
      findings.drift(
          Kind.FOREIGN_ORDER,
          venue.spec().id().value(),
          venue.spec().symbol() + " " + venue.spec().side() + " " + venue.remaining(),
          List.of(adopted, opened));
    }
  }

  private static OrderSpec sized(OrderSpec spec, Quantity quantity) {
    return new OrderSpec(
        spec.id(),
        spec.symbol(),
        spec.side(),
        quantity,
        spec.terms(),
        spec.reduceOnly(),
        spec.entry(),
        spec.label());
  }
}
