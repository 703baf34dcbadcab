package dev.orrery.executor.reconcile;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.ExecutorSettings;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.Holding;
import dev.orrery.executor.account.LeverageSetting;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.BrokerEvent;
import dev.orrery.executor.broker.BrokerEvent.CloseReason;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.broker.VenueReport.VenueOrder;
import dev.orrery.executor.broker.VenueReport.VenuePosition;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderState;
import dev.orrery.executor.reconcile.Correction.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares our book with what the venue says. Pure: the same book, report and times give the same
 * corrections; booking them and comparing again with the same report gives none.
 *
 * <p>Missed fills come first, and what is left of a difference in position or balance after them is
 * drift. Drift is told from a fill in flight in two ways: a symbol whose newest fill lies within
 * the settling time of the report is left alone, and a drift is put right only when the next report
 * shows the very same one, or at boot, when nothing is in flight.
 */
public final class Comparison {
  private final AccountBook book;
  private final VenueReport report;
  private final Instant processNow;
  private final ExecutorSettings settings;
  private final Set<Correction.Sighting> seenBefore;
  private final InFlight inFlight;
  private final List<Correction> corrections = new ArrayList<>();

  /** What the position and balance will be once missed fills are booked. */
  private final Map<String, Holding> holdings = new TreeMap<>();

  private final Map<ClientOrderId, BigDecimal> missed = new HashMap<>();
  private Usd balance;
  private boolean settled = true;

  private Comparison(
      AccountBook book,
      VenueReport report,
      Instant processNow,
      ExecutorSettings settings,
      Set<Correction.Sighting> seenBefore,
      InFlight inFlight) {
    this.book = book;
    this.report = report;
    this.processNow = processNow;
    this.settings = settings;
    this.seenBefore = seenBefore;
    this.inFlight = inFlight;
    this.balance = book.state().money().balance();
    book.state().held().forEach(held -> holdings.put(held.symbol(), held.holding()));
  }

  /**
   * Compares.
   *
   * @param processNow the process's clock, for orders that can arrive no more
   * @param seenBefore drifts of the comparison before
   * @param inFlight what may still be under way, unseen by either side
   */
  public static List<Correction> compare(
      AccountBook book,
      VenueReport report,
      Instant processNow,
      ExecutorSettings settings,
      Set<Correction.Sighting> seenBefore,
      InFlight inFlight) {
    Comparison comparison =
        new Comparison(book, report, processNow, settings, seenBefore, inFlight);
    comparison.fills();
    comparison.orders();
    comparison.foreign();
    comparison.leverage();
    comparison.positions();
    comparison.balance();
    return comparison.corrections;
  }

  private void fills() {
    for (Fill fill : report.fills()) {
      if (book.hasFill(fill.fillId())) {
        continue;
      }
      Holding.Change change = holdings.getOrDefault(fill.symbol(), Holding.NONE).after(fill);
      holdings.put(fill.symbol(), change.holding());
      balance = balance.plus(change.realised()).minus(fill.fee());
      missed.merge(fill.clientOrderId(), fill.quantity().value(), BigDecimal::add);
      add(
          Kind.MISSED_FILL,
          fill.fillId(),
          "order=" + fill.clientOrderId() + " quantity=" + fill.signedQuantity(),
          new AccountEntry.Told(new BrokerEvent.OrderFilled(fill)));
    }
  }

  private void orders() {
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
      add(
          Kind.ORDER_WORKING,
          order.id().value(),
          "was " + order.state(),
          new AccountEntry.Told(
              new BrokerEvent.OrderOpened(order.id(), fate.venueOrderId(), report.at())));
    }
    if (order.resized() && isPast(order.validUntil()) && isSettled(order.spec().symbol())) {
      Quantity expected =
          order.remaining().minus(new Quantity(missed.getOrDefault(order.id(), BigDecimal.ZERO)));
      if (!fate.remaining().equals(expected)) {
        limit(order)
            .ifPresent(price ->
                add(
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
      if (isSettled(order.spec().symbol())) {
        add(
            Kind.ORDER_FINAL,
            order.id().value(),
            "filled " + filled + " of " + order.spec().quantity(),
            closed(order, CloseReason.OTHER, "the venue has no more fills of it"));
      }
      return;
    }
    add(
        Kind.ORDER_FINAL,
        order.id().value(),
        fate.reason() + " " + fate.detail(),
        closed(order, fate.reason(), fate.detail()));
  }

  private void neverSeen(TrackedOrder order) {
    boolean unknown =
        order.state() == OrderState.INTENDED || order.state() == OrderState.UNRESOLVED;
    if (unknown && isPast(order.validUntil())) {
      add(
          Kind.NEVER_SEEN,
          order.id().value(),
          "valid until " + order.validUntil(),
          closed(order, CloseReason.NEVER_SENT, "the venue never saw it"));
    } else if (!unknown && isSettled(order.spec().symbol()) && isPast(order.validUntil())) {
      add(
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

  /** Nothing sent before this instant can arrive at the venue any more. */
  private boolean isPast(Instant validUntil) {
    return inFlight == InFlight.NOTHING
        || processNow.isAfter(validUntil.plus(settings.clockSkew()));
  }

  private void foreign() {
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
              processNow,
              venue.placedAt());
      AccountEntry opened =
          new AccountEntry.Told(
              new BrokerEvent.OrderOpened(
                  venue.spec().id(), venue.venueOrderId(), venue.placedAt()));
      drift(
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

  private void leverage() {
    for (VenuePosition venue : report.positions()) {
      LeverageSetting ours = book.state().leverage().get(venue.symbol());
      LeverageSetting theirs = new LeverageSetting(venue.leverage(), venue.mode());
      AccountEntry told =
          new AccountEntry.Told(
              new BrokerEvent.LeverageChanged(
                  venue.symbol(), venue.leverage(), venue.mode(), report.at()));
      if (ours == null) {
        add(Kind.LEVERAGE_LEARNT, venue.symbol(), "venue=" + theirs, told);
      } else if (!theirs.equals(ours)) {
        drift(Kind.LEVERAGE, venue.symbol(), "ours=" + ours + " venue=" + theirs, List.of(told));
      }
    }
  }

  private void positions() {
    Map<String, VenuePosition> theirs = new TreeMap<>();
    report.positions().forEach(position -> theirs.put(position.symbol(), position));
    theirs.keySet().forEach(symbol -> holdings.putIfAbsent(symbol, Holding.NONE));
    for (String symbol : List.copyOf(holdings.keySet())) {
      position(symbol, holdings.getOrDefault(symbol, Holding.NONE), theirs.get(symbol));
    }
  }

  private void position(String symbol, Holding ours, @Nullable VenuePosition theirs) {
    Quantity wanted = theirs == null ? Quantity.ZERO : theirs.quantity();
    Quantity difference = wanted.minus(ours.quantity());
    if (difference.isZero()) {
      return;
    }
    if (!isSettled(symbol)) {
      settled = false;
      return;
    }
    Price price = theirs == null ? ours.averageEntry() : theirs.averageEntry();
    String id = AccountBook.DRIFT + symbol + ":" + report.at().toEpochMilli();
    Fill adjusting =
        new Fill(
            id,
            ClientOrderId.of(AccountBook.DRIFT, id, 0, 0, 0),
            symbol,
            difference.signum() > 0 ? Side.BUY : Side.SELL,
            price,
            difference.abs(),
            Usd.ZERO,
            false,
            false,
            report.at());
    boolean booked =
        drift(
            Kind.POSITION,
            symbol,
            "ours=" + ours.quantity() + " venue=" + wanted,
            List.of(new AccountEntry.Told(new BrokerEvent.OrderFilled(adjusting))));
    if (booked) {
      Holding.Change change = ours.after(adjusting);
      balance = balance.plus(change.realised());
      holdings.put(symbol, change.holding());
    } else {
      settled = false;
    }
  }

  /**
   * What a fill realises depends on the fills before it, and venues may tell them in another order.
   * So it is not balances that are compared but cash: balance less the cost of what is held.
   */
  private void balance() {
    Usd ours = balance;
    for (Holding each : holdings.values()) {
      ours = ours.minus(each.cost());
    }
    Usd theirs = report.balance();
    BigDecimal tolerance = BigDecimal.valueOf(settings.balanceTolerance(), 2);
    for (VenuePosition each : report.positions()) {
      theirs = theirs.minus(each.averageEntry().times(each.quantity()));
      BigDecimal lastDigit = each.averageEntry().value().ulp();
      tolerance = tolerance.add(lastDigit.multiply(each.quantity().abs().value()));
    }
    Usd difference = theirs.minus(ours);
    boolean quiet =
        inFlight != InFlight.EVERYTHING
            || book.lastTold() <= report.at().minus(settings.settleTime()).toEpochMilli();
    if (!settled || !quiet || difference.abs().value().compareTo(tolerance) <= 0) {
      return;
    }
    drift(
        Kind.BALANCE,
        "USD",
        "balance=" + balance + " venue=" + report.balance() + " unexplained=" + difference,
        List.of(
            new AccountEntry.Told(
                new BrokerEvent.Deposited(
                    AccountBook.DRIFT + "balance:" + report.at().toEpochMilli(),
                    difference,
                    report.at()))));
  }

  private boolean isSettled(String symbol) {
    return inFlight != InFlight.EVERYTHING
        || book.state().lastFill(symbol) <= report.at().minus(settings.settleTime()).toEpochMilli();
  }

  private void add(Kind kind, String subject, String detail, AccountEntry entry) {
    corrections.add(new Correction(kind, subject, detail, List.of(entry)));
  }

  /** Adds a drift, with its cure when it is sure; answers whether it is. */
  private boolean drift(Kind kind, String subject, String detail, List<AccountEntry> cure) {
    Correction found = new Correction(kind, subject, detail, List.of());
    boolean sure = inFlight != InFlight.EVERYTHING || seenBefore.contains(found.sighting());
    corrections.add(sure ? new Correction(kind, subject, detail, cure) : found);
    return sure;
  }

  /** What may be under way between us and the venue, unseen by one of the two. */
  public enum InFlight {
    /** Orders, answers and events: we are running. */
    EVERYTHING,
    /** Orders sent before we stopped; we have just started. */
    ORDERS,
    /** Nothing: the venue is within the process, which has just started. */
    NOTHING
  }
}
